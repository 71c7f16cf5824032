"""Everything that the page of one case shows, gathered with a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.queries import Reader, readers_of
from hubung.cases import clocks
from hubung.cases.choices import OPEN, ClockName, Kind
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case, Clock, Handler, Mention, Unflagging
from hubung.cases.policies import actions_for, visible_to
from hubung.cases.queries import history_of, timeline_of
from hubung.cases.reading import is_protected
from hubung.cases.reading import note_reading as put_on_record
from hubung.cases.similar import Similar, similar_cases
from hubung.cases.ties import Ties, ties_of
from hubung.desk import counting, presence, story
from hubung.desk.glance import Glance
from hubung.desk.guessing import Guess, guesses
from hubung.desk.route import stations_of
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.explanations import explain
from hubung.ui import dates
from hubung.ui.stations import Day, Station, days_of

HISTORY = 5
_OF_HISTORY = ("title", "kind", "status", "confidential", "restricted", "created_at")
SIMILAR = 3
#: In the order in which they matter to whoever works on the case.
_CLOCK_ORDER = list(ClockName)


@dataclass(frozen=True)
class ClockFace:
    """A running clock: when it is due and the sentences that explain why."""

    name: str
    due_at: datetime | None
    zone: str
    days: list[Day]
    reasons: list[str]
    #: At this moment the case goes up to tier 3 by itself.
    rises_at: datetime | None = None


@dataclass(frozen=True)
class CasePage:
    """`actions` are the names of what this person may do now."""

    case: Case
    actions: frozenset[str]
    stations: list[Station]
    clocks: list[ClockFace]
    items: list[story.Item]
    history: list[Case]
    history_more: bool
    guesses: list[Guess]
    similar: list[Similar]
    ties: Ties
    proposal: Unflagging | None
    handlers: list[Handler]
    #: Who has read a protected case, for those who handle it; None for everybody else.
    readers: list[Reader] | None
    here: list[presence.Onlooker]
    badges: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def zone(self) -> str:
        return self.case.unit.timezone


def find_case(
    person: Person, number: str, *, reading: Act | None = Act.CASE_READ, what: str = ""
) -> Case:
    """The case with this number. Raises Http404 when there is none, or none for this person.

    That they read it, or `what` of it, is on record from here on if it is a protected case;
    `reading` None is for answers that show nothing of it.
    """
    case = (
        Case.objects.with_number(number)
        .filter(visible_to(person))
        .select_related("unit", "owner", "reporter__nik")
        .first()
    )
    if case is None:
        raise Http404
    if reading is not None:
        put_on_record(person, case, reading, what)
    return case


def case_page(person: Person, case: Case, glance: Glance) -> CasePage:
    now = clock.now()
    entries, others = timeline_of(case, seen_by=person)
    running = sorted(
        (one for one in Clock.objects.filter(case=case) if one.running),
        key=lambda one: _CLOCK_ORDER.index(ClockName(one.name)),
    )
    history = (
        list(
            history_of(case.reporter, seen_by=person)
            .exclude(pk=case.pk)
            .only(*_OF_HISTORY)[: HISTORY + 1]
        )
        if case.reporter
        else []
    )
    due = {one.name: one.due_at for one in running}
    actions = names_of_actions(person, case)
    handlers = _handlers(case)
    ties = ties_of(case, seen_by=person) if glance.ties else Ties()
    return CasePage(
        case=case,
        actions=actions,
        stations=stations_of(case, entries, now, due.get(ClockName.RESOLUTION)),
        clocks=[_face(one, case, now) for one in running],
        items=story.tell(entries, story.files_by_entry(case.attachments.all()), others),
        history=history[:HISTORY],
        history_more=len(history) > HISTORY,
        guesses=guesses(case, actions),
        similar=_similar(person, case, ties),
        ties=ties,
        proposal=_proposal(case, actions),
        handlers=handlers,
        readers=_readers(person, case, handlers),
        here=presence.others(case, person) if glance.others_here else [],
        badges=list(_badges(case, now)),
    )


def names_of_actions(person: Person, case: Case) -> frozenset[str]:
    """What this person may do now with a case that was found for them."""
    return frozenset(str(action) for action in actions_for(person, case, seen=True))


def note_reading(person: Person, case: Case, glance: Glance) -> None:
    """What its owner has before them is no longer new; nor are the notes that call them."""
    if case.owner_id == person.pk and case.seen_version < case.version:
        Case.objects.filter(pk=case.pk, owner=person, seen_version__lt=case.version).update(
            seen_version=case.version
        )
    # A page that writes nothing waits for nobody who does.
    if glance.unread_mention:
        unread = Mention.objects.filter(person=person, case=case, read_at=None)
        if unread.update(read_at=clock.now()):
            counting.forget(person)


def _face(running: Clock, case: Case, now: datetime) -> ClockFace:
    counted = clocks.count(running, case)
    rises = running.name == ClockName.RESOLUTION and case.tier == 2
    return ClockFace(
        name=str(ClockName(running.name).label),
        due_at=running.due_at,
        zone=running.timezone,
        days=days_of(counted, now),
        reasons=explain(counted, dates.language()),
        rises_at=counted.at(0.75) if rises else None,
    )


def _similar(person: Person, case: Case, ties: Ties) -> list[Similar]:
    """Likely duplicates that are not tied to the case yet; a finished case needs none."""
    if case.status not in OPEN:
        return []
    return [
        found
        for found in similar_cases(case, seen_by=person)
        if found.case.pk not in ties.tied and found.case.merged_into_id is None
    ][:SIMILAR]


def _proposal(case: Case, actions: frozenset[str]) -> Unflagging | None:
    """The open proposal that it is no misconduct, for those who decide."""
    if Action.KEEP_FLAG not in actions:
        return None
    return (
        Unflagging.objects.filter(case=case, decided_at=None).select_related("proposed_by").first()
    )


def _handlers(case: Case) -> list[Handler]:
    if not case.confidential:
        return []
    return list(Handler.objects.filter(case=case).select_related("person").order_by("named_at"))


def _readers(person: Person, case: Case, handlers: list[Handler]) -> list[Reader] | None:
    """For those who are named to it, and the inspectors, who alone see misconduct."""
    named = person.pk in {handler.person_id for handler in handlers}
    if is_protected(case) and (named or case.kind == Kind.MISCONDUCT):
        return readers_of(case.subject)
    return None


def _badges(case: Case, now: datetime) -> Sequence[tuple[str, str, str]]:
    """(word, tone, icon)."""
    badges = [(str(case.get_kind_display()), "", "")]
    if case.confidential:
        badges.append((_("Confidential"), "danger", "lock"))
    if case.restricted:
        badges.append((_("Restricted"), "warn", "lock"))
    if case.anonymous:
        badges.append((_("Anonymous"), "info", "mask"))
    if case.objections and case.status in OPEN:
        badges.append((_("Objection"), "warn", "alert"))
    if case.status in OPEN and case.next_due_at and case.next_due_at < now:
        badges.append((_("Late"), "danger", "clock"))
    if case.status not in OPEN:
        badges.append((str(case.get_status_display()), "ok", ""))
    return badges
