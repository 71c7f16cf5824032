"""The rights over cases as one table: which cases a role puts before somebody, and what it lets
them do there.

`policies` decides by it, `search` narrows by it, and docs/reference/rights.md is printed from it:
there is no second list that could say something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from hubung.cases.choices import Kind
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case, Handler
from hubung.directory.models import Grant, Person, Role, UnitKind


class Reach(StrEnum):
    """How far from the unit that a role was granted for it holds."""

    OWN = "own"
    SUBTREE = "subtree"
    CENTRE = "any, at the contact centre"
    MINISTRY = "any, for the whole ministry"
    SEEN = "what they see"


@dataclass(frozen=True)
class Part:
    """A part of the registry: in words, as a filter on Case, and as a facet of the search."""

    said: str
    filter: Q
    facet: str


#: What is restricted is put before nobody but by the part of that name.
_FREE = Q(restricted=False)
OPEN = Part("not confidential", Q(confidential=False) & _FREE, "open")
REQUESTS = Part(
    "information requests that are not confidential, formal ones too",
    Q(confidential=False, kind__in=(Kind.INFORMATION_REQUEST, Kind.PUBLIC_INFORMATION)) & _FREE,
    "open",
)
MISCONDUCT = Part("misconduct", Q(kind=Kind.MISCONDUCT), "misconduct")
#: Somebody has to name the first handler of a confidential report.
UNENTRUSTED = Part(
    "confidential, at tier 1, with nobody named to it yet; never misconduct",
    ~Q(kind__in=(Kind.MISCONDUCT, Kind.PERSONAL_DATA))
    & Q(confidential=True, tier=1)
    & _FREE
    & ~Q(Exists(Handler.objects.filter(case=OuterRef("pk")))),
    "named",
)
PERSONAL = Part(
    "personal-data requests, but about misconduct",
    Q(kind=Kind.PERSONAL_DATA, unit__kind=UnitKind.MINISTRY),
    "personal",
)
#: Whoever else saw these would learn of the report that they are about.
PERSONAL_IN_MISCONDUCT = Part(
    "personal-data requests about misconduct",
    Q(kind=Kind.PERSONAL_DATA) & ~Q(unit__kind=UnitKind.MINISTRY),
    "examined",
)
RESTRICTED = Part(
    "restricted at the wish of the person that it is about; never misconduct",
    Q(restricted=True) & ~Q(kind=Kind.MISCONDUCT),
    "restricted",
)
PARTS = (
    OPEN,
    REQUESTS,
    MISCONDUCT,
    UNENTRUSTED,
    PERSONAL,
    PERSONAL_IN_MISCONDUCT,
    RESTRICTED,
)


@dataclass(frozen=True)
class Sight:
    """A role, granted for a unit, puts a part of the registry before its holder."""

    role: Role
    part: Part
    reach: Reach = Reach.SUBTREE


#: Besides, whoever is named to a case sees that case.
SIGHTS: tuple[Sight, ...] = (
    # Any caller may ask for any case.
    Sight(Role.TIER1_AGENT, OPEN, Reach.CENTRE),
    Sight(Role.SUPERVISOR, OPEN, Reach.CENTRE),
    Sight(Role.SUPERVISOR, UNENTRUSTED, Reach.CENTRE),
    Sight(Role.TIER2_HANDLER, OPEN),
    Sight(Role.TIER3_OFFICIAL, OPEN),
    Sight(Role.SUPERVISOR, OPEN),
    Sight(Role.UNIT_COORDINATOR, OPEN),
    Sight(Role.AUDITOR, OPEN),
    Sight(Role.INFORMATION_OFFICER, REQUESTS),
    Sight(Role.INFORMATION_OFFICER, PERSONAL, Reach.MINISTRY),
    Sight(Role.INFORMATION_OFFICER, RESTRICTED, Reach.MINISTRY),
    Sight(Role.INSPECTOR, MISCONDUCT),
    Sight(Role.INSPECTOR, PERSONAL_IN_MISCONDUCT),
)

_EVERY_TIER = frozenset({1, 2, 3})
_ORDINARY = frozenset(Kind) - {Kind.MISCONDUCT, Kind.PERSONAL_DATA, Kind.PUBLIC_INFORMATION}
_MISCONDUCT = frozenset({Kind.MISCONDUCT})
_PERSONAL_DATA = frozenset({Kind.PERSONAL_DATA})
_PUBLIC_INFORMATION = frozenset({Kind.PUBLIC_INFORMATION})

HANDLING = frozenset(
    {
        Action.VERIFY,
        Action.TAKE,
        Action.RELEASE,
        Action.MOVE,
        Action.ASK,
        Action.TELL,
        Action.EDIT,
        Action.ANSWER,
        Action.REJECT,
        Action.PASS_ON,
        Action.WITHDRAW,
        Action.MERGE,
        Action.UNMERGE,
        Action.SPLIT,
        Action.REOPEN,
    }
)
#: A personal-data request stays where it is, by itself, and of its kind.
ANSWERING = HANDLING - {
    Action.MOVE,
    Action.EDIT,
    Action.PASS_ON,
    Action.MERGE,
    Action.UNMERGE,
    Action.SPLIT,
}
#: A formal request is replied to with the parts that the law asks for, and ends no other way.
REPLYING = frozenset(
    {
        Action.VERIFY,
        Action.TAKE,
        Action.RELEASE,
        Action.MOVE,
        Action.ASK,
        Action.TELL,
        Action.EXTEND,
        Action.REPLY,
        Action.DISPUTE,
        Action.WITHDRAW,
    }
)
#: The superior of the information officer decides on objections, and hands them to nobody.
REVIEWING = frozenset({Action.TAKE, Action.ASK, Action.TELL, Action.REPLY, Action.DISPUTE})
LEADING = frozenset({Action.ASSIGN, Action.NAME_HANDLER})
SPEAKING = frozenset({Action.NOTE, Action.LINK})
#: Taking the flag of misconduct away: one proposes, another one confirms.
UNFLAGGING = frozenset({Action.PROPOSE_UNFLAG, Action.CONFIRM_UNFLAG, Action.KEEP_FLAG})


@dataclass(frozen=True)
class Power:
    """What a role lets its holder do with cases that they see, of these kinds and tiers."""

    role: Role
    actions: frozenset[Action]
    tiers: frozenset[int] = _EVERY_TIER
    kinds: frozenset[Kind] = _ORDINARY
    reach: Reach = Reach.SUBTREE


POWERS: tuple[Power, ...] = (
    Power(Role.TIER1_AGENT, HANDLING, tiers=frozenset({1})),
    Power(Role.TIER2_HANDLER, HANDLING, tiers=frozenset({2})),
    Power(
        Role.INFORMATION_OFFICER,
        HANDLING,
        tiers=frozenset({2}),
        kinds=frozenset({Kind.INFORMATION_REQUEST}),
    ),
    Power(Role.INFORMATION_OFFICER, ANSWERING, kinds=_PERSONAL_DATA),
    Power(Role.INSPECTOR, ANSWERING, kinds=_PERSONAL_DATA),
    # Of misconduct, officials of the Inspectorate see what they are named to.
    Power(
        Role.TIER3_OFFICIAL,
        HANDLING,
        tiers=frozenset({3}),
        kinds=frozenset(Kind) - _PUBLIC_INFORMATION,
    ),
    Power(Role.INFORMATION_OFFICER, REPLYING, tiers=frozenset({2}), kinds=_PUBLIC_INFORMATION),
    Power(Role.TIER3_OFFICIAL, REVIEWING, tiers=frozenset({3}), kinds=_PUBLIC_INFORMATION),
    Power(Role.SUPERVISOR, HANDLING | LEADING),
    Power(Role.UNIT_COORDINATOR, HANDLING | LEADING),
    Power(Role.INSPECTOR, HANDLING | LEADING | UNFLAGGING, kinds=_MISCONDUCT),
    # Auditors and administrators read, and leave nothing behind.
    *(
        Power(role, SPEAKING, kinds=frozenset(Kind), reach=Reach.SEEN)
        for role in Role
        if role not in (Role.AUDITOR, Role.ADMINISTRATOR)
    ),
)


def roles_below(part: Part) -> tuple[Role, ...]:
    """The roles that put a part before their holder for a unit and everything below it."""
    return tuple(
        sight.role for sight in SIGHTS if sight.part is part and sight.reach == Reach.SUBTREE
    )


def sights_of(person: Person) -> Iterator[tuple[Sight, Grant]]:
    """What each of their roles puts before them."""
    for grant in person.grants:
        for sight in SIGHTS:
            if sight.role != grant.role:
                continue
            if sight.reach == Reach.CENTRE and grant.unit.kind != UnitKind.CONTACT_CENTRE:
                continue
            if sight.reach == Reach.MINISTRY and grant.unit.parent_id is not None:
                continue
            yield sight, grant


def powers_over(person: Person, case: Case) -> set[Action]:
    """What their roles let them do with a case, if they see it. Asks no database."""
    held: set[Action] = set()
    for grant in person.grants:
        for power in POWERS:
            if power.role == grant.role and _covers(power, grant, case):
                held |= power.actions
    return held


def _covers(power: Power, grant: Grant, case: Case) -> bool:
    if case.kind not in power.kinds or case.tier not in power.tiers:
        return False
    return power.reach == Reach.SEEN or case.unit.path.startswith(grant.unit.path)
