"""What can be done with a case at the desk: each with its form and the service that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hubung.cases import services
from hubung.cases.files import keep_staff_file
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case, Merge
from hubung.cases.services import NewAttachment
from hubung.cases.timeline import Actor
from hubung.desk import forms
from hubung.directory.models import Person

Run = Callable[[Person, Case, Any], object]


@dataclass(frozen=True)
class Doing:
    """`form` is empty for what one key press does; `done` is said when it is done. `draft` names
    the draft that it uses up."""

    slug: str
    action: Action
    run: Run
    done: Promise
    form: type[forms.CaseForm] = forms.CaseForm
    button: Promise | str = ""
    draft: str = ""


def _kept(form: Any) -> list[NewAttachment]:
    return [keep_staff_file(file, file.name or "") for file in form.cleaned_data["attached"]]


def _given(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _version(form: Any) -> int | None:
    version: int | None = form.cleaned_data["version"]
    return version


def _answer(actor: Person, case: Case, form: Any) -> object:
    return services.answer_case(
        actor=actor,
        case=case,
        attachments=_kept(form),
        version=_version(form),
        **_given(form, "text", "outcome", "promise", "promised_on"),
    )


def _ask(actor: Person, case: Case, form: Any) -> object:
    return services.ask_reporter(
        actor=actor,
        case=case,
        question=form.cleaned_data["text"],
        attachments=_kept(form),
        version=_version(form),
    )


def _tell(actor: Person, case: Case, form: Any) -> object:
    return services.tell_reporter(
        actor=actor,
        case=case,
        text=form.cleaned_data["text"],
        attachments=_kept(form),
        version=_version(form),
    )


def _note(actor: Person, case: Case, form: Any) -> object:
    return services.add_note(
        actor=actor,
        case=case,
        text=form.cleaned_data["text"],
        mentions=form.mentions,
        attachments=_kept(form),
    )


def _hand_over(actor: Person, case: Case, form: Any) -> object:
    return services.move_case(
        actor=actor,
        case=case,
        version=_version(form),
        **_given(form, "tier", "unit", "owner", "reason"),
    )


def _correct(actor: Person, case: Case, form: Any) -> object:
    return services.correct_facts(
        actor=actor, case=case, version=_version(form), **_given(form, *forms.FactsForm.FACTS)
    )


def _unmerge(actor: Person, case: Case, form: Any) -> object:
    merge = Merge.objects.get(case=case, undone_at=None)
    return services.unmerge_case(actor=actor, merge=merge)


#: The tabs of the composer, in order.
WRITING: tuple[Doing, ...] = (
    Doing(
        "jawab",
        Action.ANSWER,
        _answer,
        _("The answer is sent."),
        forms.AnswerForm,
        _("Send the answer"),
        "answer",
    ),
    Doing(
        "tanya",
        Action.ASK,
        _ask,
        _("The question is sent. Our time limits stand still until the reporter answers."),
        forms.AskForm,
        _("Send the question"),
        "ask",
    ),
    Doing(
        "kabar",
        Action.TELL,
        _tell,
        _("The news is sent."),
        forms.NewsForm,
        _("Send the news"),
        "news",
    ),
    Doing(
        "catatan",
        Action.NOTE,
        _note,
        _("The note is kept."),
        forms.NoteForm,
        _("Keep the note"),
        "note",
    ),
    Doing(
        "alih",
        Action.MOVE,
        _hand_over,
        _("The case is handed over."),
        forms.HandOverForm,
        _("Hand over"),
        "move",
    ),
)

#: Under “More”, in order.
MORE: tuple[Doing, ...] = (
    Doing(
        "tugaskan",
        Action.ASSIGN,
        lambda actor, case, form: services.assign_case(
            actor=actor, case=case, owner=form.cleaned_data["owner"]
        ),
        _("The case has its new owner."),
        forms.AssignForm,
        _("Assign"),
    ),
    Doing(
        "lepas",
        Action.RELEASE,
        lambda actor, case, form: services.release_case(
            actor=actor, case=case, reason=form.cleaned_data["reason"]
        ),
        _("The case is back in the queue."),
        forms.ReasonForm,
        _("Give back to the queue"),
    ),
    Doing(
        "perbaiki",
        Action.EDIT,
        _correct,
        _("The facts are corrected."),
        forms.FactsForm,
        _("Correct facts"),
    ),
    Doing(
        "teruskan",
        Action.PASS_ON,
        lambda actor, case, form: services.pass_on_case(
            actor=actor, case=case, version=_version(form), **_given(form, "authority", "reason")
        ),
        _("The case is passed on."),
        forms.PassOnForm,
        _("Pass to another authority"),
    ),
    Doing(
        "tolak",
        Action.REJECT,
        lambda actor, case, form: services.reject_case(
            actor=actor, case=case, version=_version(form), reason=form.cleaned_data["reason"]
        ),
        _("The case is rejected."),
        forms.PublicReasonForm,
        _("Reject"),
    ),
    Doing(
        "tarik",
        Action.WITHDRAW,
        lambda actor, case, form: services.withdraw_case(
            case=case, reason=form.cleaned_data["reason"], actor=Actor.staff(actor)
        ),
        _("The case is withdrawn."),
        forms.PublicReasonForm,
        _("Withdraw for the reporter"),
    ),
    Doing(
        "buka",
        Action.REOPEN,
        lambda actor, case, form: services.reopen_case(
            case=case, reason=form.cleaned_data["reason"], actor=Actor.staff(actor)
        ),
        _("The case is open again."),
        forms.PublicReasonForm,
        _("Reopen"),
    ),
    Doing(
        "tautkan",
        Action.LINK,
        lambda actor, case, form: services.link_cases(
            actor=actor, case=case, **_given(form, "other", "reason")
        ),
        _("The two cases are linked."),
        forms.BelongingForm,
        _("Link with another case"),
    ),
    Doing(
        "gabungkan",
        Action.MERGE,
        lambda actor, case, form: services.merge_case(
            actor=actor,
            case=case,
            into=form.cleaned_data["other"],
            reason=form.cleaned_data["reason"],
        ),
        _("The case is merged. You can undo this."),
        forms.BelongingForm,
        _("Merge into another case"),
    ),
    Doing(
        "pisah",
        Action.SPLIT,
        lambda actor, case, form: services.split_case(
            actor=actor, case=case, **_given(form, "title", "text", "reason")
        ),
        _("The second concern is a case of its own now."),
        forms.SplitForm,
        _("Split off a second concern"),
    ),
    Doing(
        "petugas",
        Action.NAME_HANDLER,
        lambda actor, case, form: services.name_handler(
            actor=actor, case=case, person=form.cleaned_data["handler"], **_given(form, "remove")
        ),
        _("The named handlers are changed."),
        forms.HandlerForm,
        _("Name handlers"),
    ),
    Doing(
        "bukan-pelanggaran",
        Action.PROPOSE_UNFLAG,
        lambda actor, case, form: services.propose_unflagging(
            actor=actor, case=case, **_given(form, "kind", "reason")
        ),
        _("Your proposal waits for another inspector."),
        forms.UnflagForm,
        _("Propose that it is no misconduct"),
    ),
    Doing(
        "sahkan",
        Action.CONFIRM_UNFLAG,
        lambda actor, case, _form: services.confirm_unflagging(actor=actor, case=case),
        _("It is no report of misconduct any more. The contact centre goes on with it."),
        button=_("Confirm that it is no misconduct"),
    ),
    Doing(
        "tetap",
        Action.KEEP_FLAG,
        lambda actor, case, form: services.keep_flag(
            actor=actor, case=case, reason=form.cleaned_data["reason"]
        ),
        _("It stays a report of misconduct."),
        forms.ReasonForm,
        _("Keep it a report of misconduct"),
    ),
)

#: One press, no form.
AT_ONCE: tuple[Doing, ...] = (
    Doing(
        "ambil",
        Action.TAKE,
        lambda actor, case, _form: services.take_case(actor=actor, case=case),
        _("The case is yours."),
        button=_("Take"),
    ),
    Doing(
        "verifikasi",
        Action.VERIFY,
        lambda actor, case, _form: services.verify_case(actor=actor, case=case),
        _("The report is verified."),
        button=_("Verify"),
    ),
    Doing("urai", Action.UNMERGE, _unmerge, _("The merge is undone."), button=_("Undo the merge")),
)

DOINGS = {doing.slug: doing for doing in (*WRITING, *MORE, *AT_ONCE)}
