"""The work list: which cases a person's roles put before them, in the order in which they are due.

Every view starts at what the person may see (`policies.visible_to`) and then narrows by something
that a partial index knows: an owner, a set of units, a sector. So a page costs the same whether the
registry holds ten thousand cases or a million.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hubung.cases import queries
from hubung.cases.choices import OPEN, Channel
from hubung.cases.conditions import of_units, walked_by_units
from hubung.cases.models import Case, Handler, Mention
from hubung.cases.policies import UNIT_ROLES, at_centre, visible_to
from hubung.directory.models import Person, Role, Sector, TimeZone
from hubung.directory.queries import unit_ids
from hubung.kernel import clock

PAGE = 40
#: As many rows as a list that was read on and on may have when it is fetched anew.
LONGEST = 500
#: Nobody reads on; counting further would cost more than the number is worth.
COUNT_LIMIT = 1000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EVERY_TIER = frozenset({1, 2, 3})
_TIERS: Mapping[Role, frozenset[int]] = {
    Role.TIER1_AGENT: frozenset({1}),
    Role.TIER2_HANDLER: frozenset({2}),
    Role.INFORMATION_OFFICER: frozenset({2}),
    Role.TIER3_OFFICIAL: frozenset({3}),
    Role.INSPECTOR: frozenset({2, 3}),
    Role.SUPERVISOR: _EVERY_TIER,
    Role.UNIT_COORDINATOR: _EVERY_TIER,
}
_WITH_UNITS = (*UNIT_ROLES, Role.TIER1_AGENT, Role.INFORMATION_OFFICER, Role.INSPECTOR)


class Scope:
    """What a person works on, worked out once for a request."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.now = clock.now()

    @cached_property
    def visible(self) -> QuerySet[Case]:
        """Every case that they may see at all."""
        return Case.objects.filter(visible_to(self.person))

    @cached_property
    def tiers(self) -> frozenset[int]:
        """The tiers whose unassigned cases are theirs to take."""
        return frozenset().union(
            *(_TIERS.get(Role(grant.role), frozenset()) for grant in self.person.grants)
        )

    @cached_property
    def ministry_wide(self) -> bool:
        """A role for the root unit: naming all its units would narrow nothing."""
        return any(
            grant.unit.parent_id is None and grant.role in _WITH_UNITS
            for grant in self.person.grants
        )

    @cached_property
    def whole_registry(self) -> bool:
        """Whether they look beyond their units, because anybody may call them about any case."""
        return at_centre(self.person)

    @cached_property
    def in_units(self) -> Q:
        """Cases of the units that their roles are for."""
        if self.ministry_wide:
            return Q()
        units = unit_ids(self.person, *_WITH_UNITS)
        return of_units(units) if len(units) == 1 else walked_by_units(units)

    @cached_property
    def end_of_today(self) -> datetime:
        """Midnight where they work."""
        unit = self.person.unit
        zone = ZoneInfo(unit.timezone if unit else TimeZone.WIB)
        tomorrow = self.now.astimezone(zone).date() + timedelta(days=1)
        return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone)


@dataclass(frozen=True)
class View:
    """A part of the work list. `key` is the second key of its shortcut `g …`."""

    slug: str
    name: Promise
    #: What an empty one says.
    empty: Promise
    key: str
    narrow: Callable[[Scope], Q]
    offered: Callable[[Scope], bool] = lambda scope: True


def _has_named_cases(scope: Scope) -> bool:
    return Handler.objects.filter(person=scope.person).exists()


VIEWS: tuple[View, ...] = (
    View(
        "saya",
        _("For me"),
        _("Nothing waits for you."),
        "m",
        lambda scope: queries.owned_by(scope.person),
    ),
    View(
        "antrean",
        _("New queue"),
        _("Queue empty. Every report has an owner."),
        "q",
        lambda scope: queries.unassigned() & Q(tier__in=sorted(scope.tiers)) & scope.in_units,
        lambda scope: bool(scope.tiers),
    ),
    View(
        "unit",
        _("My unit"),
        _("Your unit has no open case."),
        "u",
        lambda scope: queries.is_open() & scope.in_units,
    ),
    View(
        "hari-ini",
        _("Due today"),
        _("Nothing more is due today."),
        "d",
        lambda scope: (
            queries.is_open()
            & scope.in_units
            & Q(next_due_at__gte=scope.now, next_due_at__lt=scope.end_of_today)
        ),
    ),
    View(
        "lewat",
        _("Late"),
        _("Nothing is late."),
        "l",
        lambda scope: queries.due_before(scope.now) & scope.in_units,
    ),
    View(
        "menunggu",
        _("Awaiting the reporter"),
        _("No reporter has to add anything."),
        "w",
        lambda scope: queries.waiting_for_reporter() & scope.in_units,
    ),
    View(
        "keberatan",
        _("Objections"),
        _("No reporter objects to an answer."),
        "o",
        lambda scope: queries.objections() & scope.in_units,
    ),
    View(
        "sebutan",
        _("Mentions of me"),
        _("Nobody has called you in a note that you have not read."),
        "s",
        lambda scope: Q(
            pk__in=Mention.objects.filter(person=scope.person, read_at=None).values("case_id")
        ),
    ),
    View(
        "rahasia",
        _("Confidential, entrusted to me"),
        _("No open confidential case is entrusted to you."),
        "r",
        lambda scope: (
            queries.is_open()
            & Q(pk__in=Handler.objects.filter(person=scope.person).values("case_id"))
        ),
        _has_named_cases,
    ),
    View(
        "semua",
        _("The whole ministry"),
        _("No case is open."),
        "a",
        lambda scope: queries.is_open(),
        lambda scope: scope.whole_registry,
    ),
)
_BY_SLUG = {view.slug: view for view in VIEWS}


@dataclass(frozen=True)
class Query:
    """What the list shows, as it stands in the page's address."""

    view: str = ""
    sector: str = ""
    channel: str = ""
    text: str = ""
    after: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str]) -> Query:
        """From the parameters of an address (or a saved view); what is unknown is left out."""
        sector, channel = address.get("bidang", ""), address.get("pintu", "")
        return cls(
            view=view if (view := address.get("tampilan", "")) in _BY_SLUG else "",
            sector=sector if sector in Sector.values else "",
            channel=channel if channel in Channel.values else "",
            text=address.get("cari", "").strip()[:200],
            after=address.get("setelah", ""),
        )

    @property
    def parameters(self) -> dict[str, str]:
        """What a saved view keeps: everything but the place in the list."""
        named = {
            "tampilan": self.view,
            "bidang": self.sector,
            "pintu": self.channel,
            "cari": self.text,
        }
        return {name: value for name, value in named.items() if value}

    @cached_property
    def address(self) -> str:
        """`tampilan=saya&bidang=laut`."""
        return urlencode(self.parameters)

    def but(self, **changed: str) -> Query:
        """The same list from its beginning, with something else chosen."""
        return replace(self, **{"after": "", **changed})

    @property
    def only_text(self) -> Query:
        """The same words, sought everywhere."""
        return Query(text=self.text)

    @property
    def unfiltered(self) -> Query:
        return self.but(sector="", channel="")

    def filters(self) -> Q:
        chosen = Q()
        if self.sector:
            chosen &= Q(sector=self.sector)
        if self.channel:
            chosen &= Q(channel=self.channel)
        return chosen


def view_called(slug: str) -> View:
    return _BY_SLUG[slug]


def views_for(scope: Scope) -> list[View]:
    """The views that mean something to this person."""
    return [view for view in VIEWS if view.offered(scope)]


def first_view(scope: Scope) -> str:
    """Where the desk opens: with what is theirs, or the queue when nothing is."""
    mine = scope.visible.filter(queries.owned_by(scope.person)).exists()
    return "saya" if mine or not scope.tiers else "antrean"


def cases_of(scope: Scope, query: Query) -> QuerySet[Case]:
    """The cases of a view under its filters, in no order."""
    narrowed = _BY_SLUG[query.view or "saya"].narrow(scope)
    return scope.visible.filter(narrowed & query.filters())


def count(cases: QuerySet[Case]) -> int:
    """How many, counted to `COUNT_LIMIT` + 1 at the most."""
    return cases[: COUNT_LIMIT + 1].count()


@dataclass(frozen=True)
class Page:
    """Some rows of a list; `after` leads to the next ones and is empty at the end."""

    cases: list[Case]
    after: str = ""


def page(cases: QuerySet[Case], after: str = "", size: int = PAGE) -> Page:
    """The rows after a place, the soonest due first; cases without a due date come last."""
    due_after, id_after = _place(after)
    found: list[Case] = []
    if due_after is not None or id_after is None:
        dated = cases.filter(next_due_at__isnull=False)
        if due_after is not None and id_after is not None:
            dated = dated.filter(
                Q(next_due_at__gte=due_after) & (Q(next_due_at__gt=due_after) | Q(pk__gt=id_after))
            )
        found = _first(dated, size + 1, "next_due_at", "pk")
        id_after = None
    if len(found) <= size:
        undated = cases.filter(next_due_at__isnull=True)
        if id_after is not None:
            undated = undated.filter(pk__gt=id_after)
        found += _first(undated, size + 1 - len(found), "pk")
    return _page(found, size)


def newest(cases: QuerySet[Case], after: str = "", size: int = PAGE) -> Page:
    """The rows after a place, the newest first: what a search found."""
    _due, id_after = _place(after)
    if id_after is not None:
        cases = cases.filter(pk__lt=id_after)
    return _page(_first(cases, size + 1, "-pk"), size)


def is_unread(case: Case) -> bool:
    """New to whoever has to act: nobody's yet, or changed since its owner last looked."""
    if case.status not in OPEN:
        return False
    return case.owner_id is None or case.seen_version < case.version


def _first(cases: QuerySet[Case], number: int, *order: str) -> list[Case]:
    """So many of them, as rows of a list.

    Their keys first: joined to units and owners, a planner may give up the order of an index, and
    sort all that there are.
    """
    keys = list(cases.order_by(*order).values_list("pk", flat=True)[:number])
    return list(_rows(keys).order_by(*order)) if keys else []


def _rows(keys: list[int]) -> QuerySet[Case]:
    return (
        Case.objects.filter(pk__in=keys)
        .select_related("unit", "owner")
        .only(
            "kind",
            "sector",
            "channel",
            "status",
            "tier",
            "title",
            "place",
            "anonymous",
            "confidential",
            "restricted",
            "created_at",
            "next_due_at",
            "version",
            "seen_version",
            "outcome",
            "objections",
            "merged_into_id",
            "owner__name",
            "unit__name",
            "unit__short_name",
            "unit__timezone",
        )
    )


def _page(found: list[Case], size: int) -> Page:
    if len(found) <= size:
        return Page(found)
    last = found[size - 1]
    due = "" if last.next_due_at is None else str((last.next_due_at - _EPOCH) // _MICROSECOND)
    return Page(found[:size], f"{due}.{last.pk}")


def _place(after: str) -> tuple[datetime | None, int | None]:
    """Due date and id of the row before; (None, None) for the beginning and for no place."""
    due, _dot, pk = after.partition(".")
    if not (pk.isascii() and pk.isdigit() and (due == "" or (due.isascii() and due.isdigit()))):
        return None, None
    try:
        return (_EPOCH + int(due) * _MICROSECOND if due else None), int(pk)
    except OverflowError:
        return None, None


def counts(scope: Scope) -> Iterator[tuple[View, int]]:
    """Every view that is offered, with its number."""
    for view in views_for(scope):
        yield view, count(scope.visible.filter(view.narrow(scope)))
