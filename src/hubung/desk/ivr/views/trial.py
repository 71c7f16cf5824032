"""`…/telepon/menu/<version>/coba/`: a simulated call, key by key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.desk.ivr.forms.menu import TrialForm
from hubung.desk.ivr.steps import Wordings
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.kernel import clock, numbers
from hubung.kernel.calendars import Language
from hubung.telephony.menu import policies, services
from hubung.telephony.menu import tree as nodes
from hubung.telephony.menu.simulation import SILENCE, Line, Rehearsal
from hubung.telephony.menu.tree import PERSON_KEY, Tree
from hubung.telephony.menu.walking import Enqueue, HangUp, Prompt, Step, Voicemail
from hubung.telephony.models import MenuState, MenuVersion
from hubung.telephony.prompts.wording import LANGUAGES, wordings
from hubung.ui.templatetags.hubung import sector_word

_KEYPAD = "123456789*0#"


@dataclass(frozen=True)
class Heard:
    """A prompt that the caller hears, and the same in the other language."""

    prompt: Prompt
    text: str
    other: str
    other_language: Language


@dataclass(frozen=True)
class Turn:
    """One turn of the conversation; `step` is the title of where it is."""

    who: Literal["menu", "caller", "lookup", "end"]
    step: str
    heard: list[Heard]
    words: str


@dataclass(frozen=True)
class PadKey:
    key: str
    means: str


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """The call so far, and the keys that its caller may press now."""
    policies.require(policies.may_keep_menu(request.user))
    version = get_object_or_404(MenuVersion, pk=pk)
    begun = request.method == "POST"
    form = TrialForm(request.POST if begun else None, initial=TrialForm.first())
    call: Rehearsal | None = None
    keys = ""
    if begun and form.is_valid():
        keys = _keys(request, form)
        call = services.try_version(
            by=request.user,
            version=version,
            keys=_with_refusal(services.tree_of(version), keys, form.cleaned_data["refuses"]),
            at=form.cleaned_data["at"],
            to_the_end=request.POST.get("press") == "end",
        )
        version.refresh_from_db()
    tree = services.tree_of(version)
    return render(
        request,
        "desk/ivr/trial.html",
        {
            **frame(request, "menu"),
            "version": version,
            "form": form,
            "keys": keys,
            "call": call,
            "turns": _turns(tree, call.lines, wordings()) if call else [],
            "pad": _pad(tree, call) if call and not call.ended else [],
            "example": _example(tree, call) if call and not call.ended else "",
            "tried": version.state != MenuState.DRAFT,
            "faulty": any(one.level == "error" for one in services.findings(tree)),
        },
        status=status_of(form),
    )


def _keys(request: StaffRequest, form: TrialForm) -> str:
    """What was pressed before, and now."""
    pressed = request.POST.get("press", "")
    if pressed == "again":
        return ""
    said = form.cleaned_data
    now = said["typed"] or (pressed if set(pressed) <= set(_KEYPAD + SILENCE) else "")
    return f"{said['keys']} {now}".strip()[:200]


def _with_refusal(tree: Tree, keys: str, refuses: bool) -> str:
    """The key that refuses the recording is pressed while the notice is heard."""
    notices = [node.refuse for node in tree.nodes.values() if isinstance(node, nodes.Notice)]
    return f"{notices[0]} {keys}" if refuses and notices else keys


def _turns(tree: Tree, lines: list[Line], known: Wordings) -> list[Turn]:
    turns = []
    for line in lines:
        step = tree.nodes[line.node]
        asked = isinstance(step, nodes.Asking)
        if line.who == "caller" and not line.words and not asked:
            # Nothing was asked, so that nothing was said is no answer.
            continue
        if line.who == "end" and line.step is not None:
            words = _end(line.step)
        else:
            words = " ".join(line.words) if line.who in ("caller", "lookup") else ""
        heard = [_heard(prompt, known, line.prompts) for prompt in line.prompts]
        turns.append(Turn(line.who, step.title, heard, words))
    return turns


def _heard(prompt: Prompt, known: Wordings, together: tuple[Prompt, ...]) -> Heard:
    """The other language is read beside it, unless it is heard itself."""
    other = next(language for language in LANGUAGES if language != prompt.language)
    here, there = known.get((prompt.key, prompt.language)), known.get((prompt.key, other))
    beside = there.text if there and Prompt(prompt.key, other) not in together else ""
    return Heard(prompt, here.text if here else prompt.key, beside, other)


def _end(step: Step) -> str:
    match step:
        case Enqueue():
            words = _("Waits for a person in the queue “%(queue)s”, in %(language)s.") % {
                "queue": step.queue,
                "language": _("Indonesian") if step.language == "id" else _("English"),
            }
            if step.sector:
                words += " " + _("Sector: %(sector)s.") % {"sector": sector_word(step.sector)}
            if not step.recorded:
                words += " " + _("The call is not recorded.")
            return words
        case Voicemail(box=box):
            return _("Leaves a message in the box “%(box)s”.") % {"box": box}
        case HangUp():
            return _("The call is over.")
        case _:
            return ""


def _pad(tree: Tree, call: Rehearsal) -> list[PadKey]:
    """All keys of a telephone, each with what it means here."""
    node = tree.nodes[call.walk.node]
    means: dict[str, str] = {PERSON_KEY: _("A person")}
    if isinstance(node, nodes.Choose):
        means.update((key, choice.label) for key, choice in node.choices.items())
    elif isinstance(node, nodes.CaseStatus):
        means = {"#": _("Done"), "*": _("Anew")}
    return [PadKey(key, means.get(key, "")) for key in _KEYPAD]


def _example(tree: Tree, call: Rehearsal) -> str:
    """A number that could be a case's, where one is asked for."""
    if not isinstance(tree.nodes[call.walk.node], nodes.CaseStatus):
        return ""
    number = numbers.case_number(call.walk.short_code, clock.now().year, 4711)
    return "".join(sign for sign in number if sign.isdigit())
