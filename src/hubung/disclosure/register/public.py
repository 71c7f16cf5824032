"""What is public of the register, as values: an exempted item has no field for its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from hubung.disclosure.grounds.models import Ground
from hubung.disclosure.register.choices import EXEMPTED, Category, Form, Period
from hubung.disclosure.register.models import Edition
from hubung.disclosure.register.periods import Owed, label


@dataclass(frozen=True, kw_only=True)
class OpenItem:
    """An item that everybody may read. `missing`: what had to be published and was not."""

    number: int
    name: str
    about: str
    category: Category
    unit: str
    unit_code: str
    responsible: str
    form: Form
    period: str
    place: str
    url: str
    kept: str
    exempted_once: bool
    changed_at: datetime
    editions: tuple[Edition, ...] = ()
    missing: tuple[Owed, ...] = ()

    @property
    def category_code(self) -> str:
        return str(self.category.value)

    @property
    def period_words(self) -> str:
        return str(Period(self.period).label) if self.period else ""

    @property
    def missing_words(self) -> list[str]:
        return [label(self.period, one.start) for one in self.missing]


@dataclass(frozen=True, kw_only=True)
class ExemptedItem:
    """All that is told of an exempted one: what the register of exemptions holds. `pending`: nobody
    has decided yet, and without a decision it is open at `decide_by`."""

    number: int
    item: int
    name: str
    unit: str
    unit_code: str
    ground: Ground
    statute: str
    harm: str
    benefit: str
    in_part: str
    pending: bool
    until: date
    decide_by: datetime
    decided_for: str
    decided_at: datetime | None
    category_code: str = field(default=EXEMPTED, init=False)


@dataclass(frozen=True, kw_only=True)
class PastExemption:
    """An exemption that closes nothing any more, in numbers and days."""

    number: int
    unit: str
    ground: Ground
    how: str
    proposed_on: date
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A period of an item that had to be published by `due_on`."""

    item: int
    name: str
    unit: str
    unit_code: str
    period: str
    due_on: date
    days_late: int
