"""What is public of the agendas at a moment. The only way for words of entries to get out.

Whether an entry is closed is asked of the moment, not of a mark that somebody would have to take
away: it is open again the moment its period ends, whether or not any worker runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hubung.directory.models import Holding, Unit, today
from hubung.disclosure.agenda import limits
from hubung.disclosure.agenda.choices import Decision
from hubung.disclosure.agenda.lateness import lateness, missing_days
from hubung.disclosure.agenda.models import Closure, Diary, Entry, Limit, QuietDay
from hubung.disclosure.agenda.public import ClosedEntry, Official, OpenEntry, PublicDay
from hubung.kernel import clock

#: The longest span that is read at once, in days.
LONGEST_SPAN = 400


def is_hidden(at: datetime) -> Exists:
    """A condition on Entry: a closure hides it at a moment."""
    return Exists(Closure.objects.filter(entry=OuterRef("pk"), hides_until__gt=at))


def visible(at: datetime) -> QuerySet[Entry]:
    """The entries that everybody may read at a moment."""
    return Entry.objects.filter(~is_hidden(at)).select_related("diary__post__unit")


def diaries() -> QuerySet[Diary]:
    """Every agenda there is or was, by unit."""
    return Diary.objects.select_related("post__unit")


def public_day(day: date | None = None, *, at: datetime | None = None) -> PublicDay:
    """One day across all officials; by default today at the head office, as it is now."""
    on = day or today()
    return public_days(on, on, at=at)[0]


def public_days(
    first: date, last: date, *, of: Iterable[Diary] | None = None, at: datetime | None = None
) -> list[PublicDay]:
    """What is public of each day from `first` to `last`, of some agendas or of all.

    Raises ValueError for a longer span than `LONGEST_SPAN` days.
    """
    if not 0 <= (last - first).days < LONGEST_SPAN:
        raise ValueError(f"a span has 1 to {LONGEST_SPAN} days, not {first} to {last}")
    return _Reading(first, last, diaries() if of is None else of, at or clock.now()).days()


def public_entry(uid: UUID, *, at: datetime | None = None) -> OpenEntry | ClosedEntry:
    """One entry, as it is public now. Raises Entry.DoesNotExist."""
    now = at or clock.now()
    entry = Entry.objects.select_related("diary__post__unit").get(uid=uid)
    reading = _Reading(entry.day, entry.last_day, [entry.diary], now)
    for day in reading.days():
        for each in day.open:
            if each.uid == uid:
                return each
    return reading.closed_by_entry[entry.pk]


def closed_now(*, at: datetime | None = None) -> list[ClosedEntry]:
    """Every entry that is closed at the moment, the first to be open again first."""
    now = at or clock.now()
    days = Entry.objects.filter(is_hidden(now)).values_list("day", "diary_id", "pk")
    if not days:
        return []
    concerned = list(diaries().filter(pk__in={diary for _day, diary, _pk in days}))
    first, last = min(days)[0], max(days)[0]
    reading = _Reading(first, last, concerned, now)
    return sorted(reading.closed_by_entry.values(), key=lambda each: (each.until, each.number))


def official_of(diary: Diary, holder: str = "") -> Official:
    """An agenda's post as the pages name it."""
    post = diary.post
    return Official(
        slug=diary.slug,
        title=post.title,
        unit=post.unit.label,
        sector=post.unit.sector,
        timezone=diary.timezone,
        holder=holder,
    )


class _Reading:
    """The days of a span, read with a handful of queries however many agendas there are."""

    def __init__(self, first: date, last: date, chosen: Iterable[Diary], at: datetime) -> None:
        self.first, self.last, self.at = first, last, at
        self.diaries = {diary.pk: diary for diary in chosen}
        self.officials = {pk: official_of(diary) for pk, diary in self.diaries.items()}

    def days(self) -> list[PublicDay]:
        """One for each day, open entries by time, closed ones by number."""
        opened: dict[date, list[OpenEntry]] = defaultdict(list)
        closed: dict[date, list[ClosedEntry]] = defaultdict(list)
        for entry in self._open_entries():
            for day in self._days_of(entry.day, entry.last_day):
                opened[day].append(entry)
        for shut in self.closed_by_entry.values():
            for day in self._days_of(shut.day, shut.last_day):
                closed[day].append(shut)
        quiet, missing = self._quiet_days(), self._missing()
        return [
            PublicDay(
                day=day,
                at=self.at,
                open=tuple(opened[day]),
                closed=tuple(sorted(closed[day], key=lambda each: each.number)),
                quiet=tuple(quiet[day]),
                missing=tuple(missing[day]),
            )
            for day in self._days_of(self.first, self.last)
        ]

    def _days_of(self, first: date, last: date) -> list[date]:
        first, last = max(first, self.first), min(last, self.last)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def _within(self) -> Q:
        return Q(day__lte=self.last, last_day__gte=self.first, diary__in=self.diaries)

    def _open_entries(self) -> list[OpenEntry]:
        announcing = limits.announcing()
        rows = visible(self.at).filter(self._within()).order_by("starts_at", "pk")
        closed_once = set(
            Closure.objects.filter(entry__in=rows.values("pk")).values_list("entry_id", flat=True)
        )
        return [self._open(row, announcing, row.pk in closed_once) for row in rows]

    def _open(self, row: Entry, announcing: Sequence[Limit], closed_once: bool) -> OpenEntry:
        diary = self.diaries[row.diary_id]
        moved = row.first_start != row.starts_at and not row.all_day
        return OpenEntry(
            official=self.officials[row.diary_id],
            uid=row.uid,
            holder=row.holder_name,
            day=row.day,
            last_day=row.last_day,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            timezone=row.timezone,
            all_day=row.all_day,
            subject=row.subject,
            place=row.place,
            attendees=row.attendees,
            guests=row.guests,
            result=row.result,
            gifts=row.gifts,
            travel=row.travel,
            status=row.status,
            late=lateness(row, announcing, limits.calendar_of(diary)),
            moved_from=row.first_start if moved else None,
            closed_once=closed_once,
            entered_at=row.entered_at,
            changed_at=row.changed_at,
            version=row.version,
            at=self.at,
        )

    @cached_property
    def closed_by_entry(self) -> dict[int, ClosedEntry]:
        """The closed ones. Their words are not even read from the database."""
        rows = (
            Entry.objects.filter(self._within())
            .filter(is_hidden(self.at))
            .values_list("pk", "diary_id", "day", "last_day")
        )
        where = {pk: (diary_id, day, last_day) for pk, diary_id, day, last_day in rows}
        found: dict[int, ClosedEntry] = {}
        closures = (
            Closure.objects.filter(entry__in=where, hides_until__gt=self.at)
            .select_related("ground", "decided_for")
            .defer("reason", "consequence", "note")
            .order_by("hides_until")
        )
        for closure in closures:
            diary_id, day, last_day = where[closure.entry_id]
            # The one that hides it longest is the last to be put there.
            found[closure.entry_id] = ClosedEntry(
                official=self.officials[diary_id],
                number=closure.pk,
                day=day,
                last_day=last_day,
                ground=closure.ground,
                pending=closure.decision == Decision.PENDING,
                until=closure.until,
                decide_by=closure.decide_by,
                decided_for=_name(closure.decided_for),
            )
        return found

    def _quiet_days(self) -> dict[date, list[Official]]:
        quiet: dict[date, list[Official]] = defaultdict(list)
        for mark in self._marks():
            quiet[mark.day].append(self.officials[mark.diary_id])
        return quiet

    def _marks(self) -> QuerySet[QuietDay]:
        return QuietDay.objects.filter(
            diary__in=self.diaries, day__gte=self.first, day__lte=self.last
        )

    def _missing(self) -> dict[date, list[Official]]:
        """Of each working day that is over: the officials of whom it tells nothing."""
        told: dict[int, set[date]] = defaultdict(set)
        entries = Entry.objects.filter(self._within())
        for diary_id, day, last_day in entries.values_list("diary_id", "day", "last_day"):
            told[diary_id].update(self._days_of(day, last_day))
        for mark in self._marks():
            told[mark.diary_id].add(mark.day)
        holdings = self._holdings()
        found: dict[date, list[Official]] = defaultdict(list)
        for pk, diary in self.diaries.items():
            first, before = self._covered(diary)
            for day in missing_days(
                first,
                before,
                calendar=limits.calendar_of(diary),
                told=told[pk],
                held=partial(_is_held, holdings[diary.post_id]),
            ):
                found[day].append(self.officials[pk])
        return found

    def _covered(self, diary: Diary) -> tuple[date, date]:
        """The first day of the span that the agenda covers, and the first that it does not."""
        today_there = limits.calendar_of(diary).local(self.at).date()
        ends = min(self.last + timedelta(days=1), today_there, diary.ends_on or today_there)
        return max(self.first, diary.begins_on), ends

    def _holdings(self) -> dict[int, list[Holding]]:
        posts = {diary.post_id for diary in self.diaries.values()}
        held: dict[int, list[Holding]] = defaultdict(list)
        for holding in Holding.objects.filter(post__in=posts):
            held[holding.post_id].append(holding)
        return held


def _is_held(holdings: Collection[Holding], on: date) -> bool:
    return any(
        each.valid_from <= on and (each.valid_to is None or on < each.valid_to) for each in holdings
    )


def _name(unit: Unit | None) -> str:
    return unit.label if unit else ""
