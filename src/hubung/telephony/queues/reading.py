"""What holds now, read from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from hubung.directory.models import Grant, Role, Unit, in_force, today
from hubung.telephony import acd
from hubung.telephony.calls.arrangement import Arrangement, Team
from hubung.telephony.models import AgentProfile, CallQueue, Telephone
from hubung.telephony.queues import codes, policies
from hubung.telephony.queues.defaults import default_queues
from hubung.telephony.settings import Phone

#: Languages of a menu; an agent has both until somebody says otherwise, so that nobody waits for
#: an agent who is not there.
LANGUAGES = ("id", "en")
#: Levels of skill in the own sector, and of who serves all of them.
OWN_LEVEL, COMMON_LEVEL = 2, 1


def all_queues() -> list[CallQueue]:
    """Stored ones and defaults, the general one first; closed ones too."""
    stored = {queue.name: queue for queue in CallQueue.objects.select_related("unit")}
    first = [stored.pop(queue.name, queue) for queue in default_queues()]
    return [*first, *stored.values()]


def open_queues() -> list[CallQueue]:
    """Those that callers may be led to. The general one can't be closed."""
    first, *others = all_queues()
    return [first, *(queue for queue in others if queue.is_open)]


def queue_names() -> frozenset[str]:
    return frozenset(queue.name for queue in open_queues())


def arrangement() -> Arrangement:
    """All that calls need to know; a handful of queries."""
    queues = open_queues()
    names = {queue.name for queue in queues}
    phone: Phone = settings.HUBUNG.phone
    by_unit: dict[str, list[str]] = defaultdict(list)
    numbers = {}
    for telephone in Telephone.objects.order_by("pk"):
        numbers[str(telephone.pk)] = telephone.number
        if telephone.unit_id is not None:
            by_unit[str(telephone.unit_id)].append(str(telephone.pk))
    of_unit = {str(queue.unit_id): queue.name for queue in queues if queue.unit_id is not None}
    return Arrangement(
        queues=tuple(rules(queue, names, phone) for queue in queues),
        profiles=profiles(queues),
        telephones=numbers,
        teams={
            unit: Team(of_unit.get(unit, ""), tuple(by_unit[unit]))
            for unit in of_unit.keys() | by_unit.keys()
        },
        codes=codes.required(),
    )


def default_arrangement(phone: Phone) -> Arrangement:
    """Before the database was first asked: nobody is signed in yet who could miss anything."""
    queues = default_queues()
    names = {queue.name for queue in queues}
    return Arrangement(tuple(rules(queue, names, phone) for queue in queues))


def rules(queue: CallQueue, names: Iterable[str], phone: Phone) -> acd.Queue:
    """A queue as the distribution knows it; times left empty are those of the settings."""
    wrap_up = queue.wrap_up_seconds
    return acd.Queue(
        queue.name,
        head_start_seconds=queue.head_start_seconds,
        ring_seconds=queue.ring_seconds or phone.ring_seconds,
        wrap_up_seconds=phone.wrap_up_seconds if wrap_up is None else wrap_up,
        relax_seconds=queue.relax_seconds,
        overflow_seconds=queue.overflow_seconds,
        overflow_to=tuple(name for name in queue.overflow_to if name in names),
        voicemail_seconds=queue.voicemail_seconds,
        announce_seconds=max(1, queue.announce_seconds),
        longest=queue.longest,
        wants=((queue.sector, queue.level),) if queue.sector and queue.level else (),
        callback=queue.callback and phone.callback,
        callback_retry_seconds=phone.callback_retry_seconds,
    )


def profiles(queues: Iterable[CallQueue]) -> dict[str, acd.Profile]:
    """What everybody with a role at the telephone may be given, by their id."""
    known = list(queues)
    grants: dict[int, list[Grant]] = defaultdict(list)
    found = Grant.objects.filter(
        in_force(today()), role__in=policies.AT_THE_TELEPHONE, person__is_active=True
    ).select_related("unit")
    for grant in found:
        grants[grant.person_id].append(grant)
    sectors = _sectors(grant.unit for held in grants.values() for grant in held)
    own = {one.person_id: one for one in AgentProfile.objects.filter(person__in=grants)}
    return {
        str(person): _stored(own[person]) if person in own else _by_roles(held, known, sectors)
        for person, held in grants.items()
    }


def _stored(profile: AgentProfile) -> acd.Profile:
    return acd.Profile(
        frozenset(profile.queues),
        frozenset(profile.languages),
        {sector: int(level) for sector, level in profile.levels.items()},
    )


def _by_roles(
    grants: Iterable[Grant], queues: Iterable[CallQueue], sectors: Mapping[str, str]
) -> acd.Profile:
    """Tier 1 serves its sector, or everything; tier 2 serves the queue of its team."""
    names: set[str] = set()
    levels: dict[str, int] = {}
    for grant in grants:
        sector = sectors.get(grant.unit.path, "")
        tier1 = grant.role != Role.TIER2_HANDLER
        for queue in queues:
            if queue.unit is not None:
                serves = queue.unit.path.startswith(grant.unit.path) and not tier1
            else:
                serves = tier1 and (not sector or queue.sector == sector)
            if serves:
                names.add(queue.name)
                if queue.sector:
                    level = OWN_LEVEL if sector else COMMON_LEVEL
                    levels[queue.sector] = max(level, levels.get(queue.sector, 0))
    return acd.Profile(frozenset(names), frozenset(LANGUAGES), levels)


def _sectors(units: Iterable[Unit]) -> dict[str, str]:
    """The sector of each unit, its own or that of the nearest one above, by its path."""
    paths = {unit.path for unit in units}
    ids = {int(part) for path in paths for part in path.strip("/").split("/")}
    known = dict(Unit.objects.filter(Q(pk__in=ids) & ~Q(sector="")).values_list("pk", "sector"))
    found = {}
    for path in paths:
        above = [known.get(int(part), "") for part in path.strip("/").split("/")]
        found[path] = next((sector for sector in reversed(above) if sector), "")
    return found


@dataclass(frozen=True)
class Place:
    """Where a call may be led: `to` as in `calls.targets`."""

    to: str
    name: str
    kind: str


def targets() -> list[Place]:
    """Queues, teams and telephones for whoever hands a call over; colleagues are elsewhere."""
    queues = open_queues()
    places = [
        Place(f"queue:{queue.name}", queue.title, "queue") for queue in queues if not queue.unit_id
    ]
    telephones = list(Telephone.objects.select_related("post__unit", "unit"))
    units = {queue.unit_id: str(queue.unit) for queue in queues if queue.unit_id}
    units |= {one.unit_id: str(one.unit) for one in telephones if one.unit_id}
    places += [Place(f"team:{key}", name, "team") for key, name in units.items()]
    places += [
        Place(f"telephone:{one.pk}", f"{one.post}, {one.post.unit}", "official")
        for one in telephones
        if one.post is not None
    ]
    return places
