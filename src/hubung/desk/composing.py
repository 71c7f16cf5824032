"""The composer of a case: its tabs, the form of the one that is open, and the draft in it."""

from __future__ import annotations

from dataclasses import dataclass

from hubung.cases.lifecycle import Action
from hubung.cases.models import CannedAnswer, Case, Draft
from hubung.desk.canned import canned_for
from hubung.desk.doings import MORE, WRITING, Doing
from hubung.desk.forms import CaseForm
from hubung.directory.accounts.access import StaffRequest
from hubung.directory.models import Person
from hubung.kernel import clock

#: The tab of everything that is not writing.
MORE_TAB = "lain"
LONGEST_DRAFT = 50_000
#: What canned answers are for.
TO_THE_REPORTER = (Action.ANSWER, Action.ASK, Action.TELL)


@dataclass(frozen=True)
class Composer:
    """`tab` is the slug of the open tab. `form` is its form; `more` are the forms under “More”,
    of which `opened` had something to say."""

    tabs: list[Doing]
    tab: str
    doing: Doing | None
    form: CaseForm | None
    more: list[tuple[Doing, CaseForm]]
    opened: str
    canned: list[CannedAnswer]
    draft: Draft | None
    slugs: list[str]


def composer(
    person: Person,
    case: Case,
    actions: frozenset[str],
    tab: str = "",
    bound: tuple[Doing, CaseForm] | None = None,
    *,
    drafts: bool = True,
) -> Composer:
    """The composer with the tab that is asked for, or the first that the person may use.

    `bound` is a form that could not be carried out: it is shown again as it was sent. `drafts`
    False: they have none in this case, so it need not be looked for.
    """
    tabs = [doing for doing in WRITING if doing.action in actions]
    others = [doing for doing in MORE if doing.action in actions]
    tried, tried_form = bound or (None, None)
    if tried is not None:
        tab = tried.slug if tried in tabs else MORE_TAB
    slugs = [doing.slug for doing in tabs] + ([MORE_TAB] if others else [])
    tab = tab if tab in slugs else next(iter(slugs), "")
    doing = next((one for one in tabs if one.slug == tab), None)
    draft = _draft(person, case, doing) if drafts and doing and doing.draft else None
    form = tried_form if doing is not None and doing is tried else _form(doing, case, person, draft)
    return Composer(
        tabs=tabs,
        tab=tab,
        doing=doing,
        form=form,
        more=[
            (one, tried_form if tried_form and one is tried else _fresh(one, case, person))
            for one in (others if tab == MORE_TAB else [])
        ],
        opened=tried.slug if tried is not None else "",
        canned=list(canned_for(case))
        if doing is not None and doing.action in TO_THE_REPORTER
        else [],
        draft=draft,
        slugs=slugs,
    )


def keep_draft(*, person: Person, case: Case, doing: Doing, text: str) -> None:
    """Keep the words as they are typed so far; nothing typed is nothing kept."""
    if not text.strip():
        Draft.objects.filter(person=person, case=case, kind=doing.draft).delete()
        return
    Draft.objects.update_or_create(
        person=person,
        case=case,
        kind=doing.draft,
        defaults={"text": text[:LONGEST_DRAFT], "updated_at": clock.now()},
    )


def use_up_draft(*, person: Person, case: Case, doing: Doing) -> None:
    """The words were sent."""
    if doing.draft:
        Draft.objects.filter(person=person, case=case, kind=doing.draft).delete()


def bind(doing: Doing, case: Case, request: StaffRequest) -> CaseForm:
    """The form of a doing as it was sent."""
    return doing.form(
        request.POST, request.FILES, case=case, person=request.user, auto_id=_ids(doing)
    )


def _form(doing: Doing | None, case: Case, person: Person, draft: Draft | None) -> CaseForm | None:
    if doing is None:
        return None
    return _fresh(doing, case, person, draft.text if draft else "")


def _fresh(doing: Doing, case: Case, person: Person, text: str = "") -> CaseForm:
    initial = {doing.form.draft_field: text} if text else {}
    return doing.form(case=case, person=person, initial=initial, auto_id=_ids(doing))


def _ids(doing: Doing) -> str:
    """Several forms stand on one page."""
    return f"{doing.slug}-%s"


def _draft(person: Person, case: Case, doing: Doing) -> Draft | None:
    return Draft.objects.filter(person=person, case=case, kind=doing.draft).first()
