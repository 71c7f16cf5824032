"""What is public of the register at a moment. The only way for words of items to get out.

Whether an item is exempted is asked of the moment, not of a mark that somebody would have to take
away: it is open again the moment its period ends, whether or not any worker runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from hubung.directory.models import Unit, today
from hubung.disclosure.register import periods
from hubung.disclosure.register.choices import EXEMPTED, Category, Decision, Form, Period
from hubung.disclosure.register.models import Edition, Exemption, Item
from hubung.disclosure.register.public import ExemptedItem, Missing, OpenItem, PastExemption
from hubung.kernel import clock
from hubung.ui import dates


def is_closed(at: datetime) -> Exists:
    """A condition on Item: an exemption closes it at a moment."""
    return Exists(Exemption.objects.filter(item=OuterRef("pk"), closes_until__gt=at))


def listed(at: datetime) -> Q:
    """A condition on Item: it stands in the register on the day of a moment."""
    on = dates.local(at).date()
    return Q(ends_on__isnull=True) | Q(ends_on__gt=on)


def visible(at: datetime | None = None) -> QuerySet[Item]:
    """The items that everybody may read at a moment."""
    now = at or clock.now()
    return Item.objects.filter(~is_closed(now), listed(now)).select_related("unit")


def public_editions(at: datetime | None = None) -> QuerySet[Edition]:
    """What everybody may read and download at a moment."""
    return Edition.objects.filter(withdrawn_at__isnull=True, item__in=visible(at).values("pk"))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; empty means all. `category` may be `exempted`."""

    words: str = ""
    category: str = ""
    unit: str = ""
    form: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.category or self.unit or self.form)


Row = OpenItem | ExemptedItem


class Found(Sequence[Row]):
    """The register as a sequence, open items by unit and title before exempted ones; a slice reads
    only what it holds."""

    def __init__(self, wanted: Wanted | None = None, at: datetime | None = None) -> None:
        self.at = at or clock.now()
        self._open = list(_open(wanted or Wanted(), self.at).values_list("pk", flat=True))
        self._exempted = list(_exempted(wanted or Wanted(), self.at).values_list("pk", flat=True))

    def __len__(self) -> int:
        return len(self._open) + len(self._exempted)

    @overload
    def __getitem__(self, part: int) -> Row: ...
    @overload
    def __getitem__(self, part: slice) -> list[Row]: ...
    def __getitem__(self, part: int | slice) -> Row | list[Row]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        first, last, _step = part.indices(len(self))
        parted = len(self._open)
        return [
            *open_items(self._open[first:last], self.at),
            *_told_of(self._exempted[max(first - parted, 0) : max(last - parted, 0)], self.at),
        ]

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])


def open_items(pks: Sequence[int], at: datetime) -> list[OpenItem]:
    """Open items, in this order, with what was published of them and what is missing."""
    rows = {item.pk: item for item in visible(at).filter(pk__in=pks)}
    editions: dict[int, list[Edition]] = defaultdict(list)
    for edition in Edition.objects.filter(item__in=rows, withdrawn_at__isnull=True):
        editions[edition.item_id].append(edition)
    once = set(
        Exemption.objects.filter(item__in=rows, decided_at__isnull=False)
        .exclude(decision=Decision.REFUSED)
        .values_list("item_id", flat=True)
    )
    return [_value(rows[pk], editions[pk], pk in once) for pk in pks if pk in rows]


def public_item(pk: int, at: datetime | None = None) -> OpenItem | ExemptedItem:
    """One item, as it is public now. Raises Item.DoesNotExist."""
    now = at or clock.now()
    opened = open_items([pk], now)
    if opened:
        return opened[0]
    closing = _exempted(Wanted(), now).filter(item=pk).values_list("pk", flat=True)
    for exempted in _told_of(list(closing), now):
        return exempted
    raise Item.DoesNotExist


def public_exemption(pk: int, at: datetime | None = None) -> ExemptedItem:
    """An exemption that closes an item now. Raises Exemption.DoesNotExist."""
    now = at or clock.now()
    for exempted in _told_of([pk], now):
        return exempted
    raise Exemption.DoesNotExist


def exempted_now(at: datetime | None = None) -> list[ExemptedItem]:
    """The register of exemptions: everything that is closed, the first to be open again first."""
    now = at or clock.now()
    pks = list(_exempted(Wanted(), now).values_list("pk", flat=True))
    return sorted(_told_of(pks, now), key=lambda each: (each.until, each.number))


def past_exemptions(at: datetime | None = None, *, limit: int = 50) -> list[PastExemption]:
    """Exemptions that are over, the youngest first."""
    now = at or clock.now()
    over = Q(closes_until__isnull=True) | Q(closes_until__lte=now)
    rows = (
        Exemption.objects.filter(over)
        .select_related("ground", "item__unit")
        .only(
            "decision", "proposed_at", "ended_at", "closes_until", "decide_by", "ground",
            "item__unit",
        )
    )  # fmt: skip
    return [_past(row) for row in rows[:limit]]


def missing(
    at: datetime | None = None, *, unit: str = "", within: Iterable[int] | None = None
) -> list[Missing]:
    """What had to be published periodically and was not, by unit, the longest overdue first.

    `unit` is a code, and what is below it; `within` are ids of units.
    """
    now = at or clock.now()
    rows = visible(now).filter(category=Category.PERIODIC)
    if unit:
        rows = rows.filter(_of_unit(unit, "unit__"))
    if within is not None:
        rows = rows.filter(unit__in=within)
    found: list[tuple[str, Missing]] = []
    for item in rows.prefetch_related("editions"):
        on = today(item.unit.timezone)
        for one in owed_by(item, item.editions.all()):
            told = Missing(
                item=item.pk,
                name=item.name,
                unit=item.unit.label,
                unit_code=item.unit.code,
                period=periods.label(item.period, one.start),
                due_on=one.due_on,
                days_late=(on - one.due_on).days,
            )
            found.append((item.unit.path, told))
    return [each for _path, each in sorted(found, key=lambda each: (each[0], each[1].due_on))]


def owed_by(item: Item, editions: Iterable[Edition]) -> list[periods.Owed]:
    """The periods of which nothing is published though it had to be."""
    if item.category != Category.PERIODIC:
        return []
    there = {each.period_start for each in editions if each.withdrawn_at is None}
    owed = periods.owed(
        Period(item.period), item.begins_on, today(item.unit.timezone), item.due_days
    )
    return [one for one in owed if one.start not in there]


def holders() -> list[Unit]:
    """Units that hold something of the register."""
    return list(Unit.objects.filter(pk__in=Item.objects.values("unit")).order_by("path"))


def _open(wanted: Wanted, at: datetime) -> QuerySet[Item]:
    rows = visible(at).filter(_of_unit(wanted.unit, "unit__"))
    if wanted.category == EXEMPTED:
        return rows.none()
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.form:
        rows = rows.filter(form__in=(wanted.form, Form.BOTH))
    for word in wanted.words.split()[:8]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(title_en__icontains=word)
            | Q(summary_en__icontains=word)
        )
    return rows.order_by("unit__path", "title", "pk")


def _exempted(wanted: Wanted, at: datetime) -> QuerySet[Exemption]:
    """Of each closed item the exemption that closes it longest. Only public words are looked at."""
    longer = Exemption.objects.filter(
        item=OuterRef("item"), closes_until__gt=at, pk__gt=OuterRef("pk")
    )
    standing = Item.objects.filter(listed(at)).values("pk")
    rows = Exemption.objects.filter(~Exists(longer), closes_until__gt=at, item__in=standing)
    rows = rows.filter(_of_unit(wanted.unit, "item__unit__"))
    if wanted.category not in ("", EXEMPTED) or wanted.form:
        return rows.none()
    for word in wanted.words.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(harm__icontains=word))
    return rows.order_by("item__unit__path", "pk")


def _of_unit(code: str, way: str) -> Q:
    """A unit by its code, with those below it."""
    if not code:
        return Q()
    unit = Unit.objects.filter(code=code).first()
    return Q(**{f"{way}path__startswith": unit.path}) if unit else Q(pk__in=[])


def _value(item: Item, editions: Sequence[Edition], once: bool) -> OpenItem:
    return OpenItem(
        number=item.pk,
        name=item.name,
        about=item.about,
        category=Category(item.category),
        unit=item.unit.label,
        unit_code=item.unit.code,
        responsible=item.responsible,
        form=Form(item.form),
        period=item.period,
        place=item.place,
        url=item.url,
        kept=item.kept,
        exempted_once=once,
        changed_at=item.changed_at,
        editions=tuple(editions),
        missing=tuple(owed_by(item, editions)),
    )


def _told_of(pks: Sequence[int], at: datetime) -> list[ExemptedItem]:
    """Words of the items are not even read from the database."""
    rows = (
        Exemption.objects.filter(pk__in=pks, closes_until__gt=at)
        .select_related("ground", "decided_for", "item__unit")
        .only(
            "name", "statute", "harm", "benefit", "in_part", "until", "decide_by", "decision",
            "decided_at", "ground", "decided_for", "item__unit",
        )
    )  # fmt: skip
    by_pk = {row.pk: row for row in rows}
    return [_exempted_value(by_pk[pk]) for pk in pks if pk in by_pk]


def _exempted_value(row: Exemption) -> ExemptedItem:
    return ExemptedItem(
        number=row.pk,
        item=row.item_id,
        name=row.name,
        unit=row.item.unit.label,
        unit_code=row.item.unit.code,
        ground=row.ground,
        statute=row.statute,
        harm=row.harm,
        benefit=row.benefit,
        in_part=row.in_part,
        pending=row.decision == Decision.PENDING,
        until=row.until,
        decide_by=row.decide_by,
        decided_for=row.decided_for.label if row.decided_for else "",
        decided_at=row.decided_at,
    )


def _past(row: Exemption) -> PastExemption:
    zone = row.item.unit.timezone
    ended = row.ended_at or row.closes_until or row.decide_by
    # What time has ended is so from that moment on, whether or not a worker wrote it down.
    by_time = {
        Decision.APPROVED: _("Open again: the period is over"),
        Decision.PENDING: str(Decision.LAPSED.label),
    }
    return PastExemption(
        number=row.pk,
        unit=row.item.unit.label,
        ground=row.ground,
        how=by_time.get(Decision(row.decision), row.get_decision_display()),
        proposed_on=dates.local(row.proposed_at, zone).date(),
        ended_on=dates.local(ended, zone).date(),
    )
