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
    SEEN = "what they see"


@dataclass(frozen=True)
class Part:
    """A part of the registry: in words, as a filter on Case, and as a facet of the search."""

    said: str
    filter: Q
    facet: str


OPEN = Part("not confidential", Q(confidential=False), "open")
REQUESTS = Part(
    "information requests that are not confidential",
    Q(confidential=False, kind=Kind.INFORMATION_REQUEST),
    "open",
)
MISCONDUCT = Part("misconduct", Q(kind=Kind.MISCONDUCT), "misconduct")
#: Somebody has to name the first handler of a confidential report.
UNENTRUSTED = Part(
    "confidential, at tier 1, with nobody named to it yet; never misconduct",
    ~Q(kind=Kind.MISCONDUCT)
    & Q(confidential=True, tier=1)
    & ~Q(Exists(Handler.objects.filter(case=OuterRef("pk")))),
    "named",
)
PARTS = (OPEN, REQUESTS, MISCONDUCT, UNENTRUSTED)


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
    Sight(Role.INSPECTOR, MISCONDUCT),
)

_EVERY_TIER = frozenset({1, 2, 3})
_ORDINARY = frozenset(Kind) - {Kind.MISCONDUCT}
_MISCONDUCT = frozenset({Kind.MISCONDUCT})

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
    # Of misconduct, officials of the Inspectorate see what they are named to.
    Power(Role.TIER3_OFFICIAL, HANDLING, tiers=frozenset({3}), kinds=frozenset(Kind)),
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
            if sight.reach != Reach.CENTRE or grant.unit.kind == UnitKind.CONTACT_CENTRE:
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
