"""Items are entered and changed; something of them is published, or taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.cases.services import NewAttachment
from hubung.directory.models import Person, Unit
from hubung.disclosure.register import policies
from hubung.disclosure.register.change import Changing, change
from hubung.disclosure.register.choices import Category, Period
from hubung.disclosure.register.errors import ChangedMeanwhileError, RegisterError
from hubung.disclosure.register.models import Edition, Item
from hubung.disclosure.register.periods import label, start_of
from hubung.disclosure.register.services.exempting import Closing, propose_within
from hubung.kernel import clock, files


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the register says of an item; fields as in `models.Item`."""

    title: str
    summary: str
    category: str
    unit: Unit
    form: str
    begins_on: date
    title_en: str = ""
    summary_en: str = ""
    responsible: str = ""
    period: str = ""
    due_days: int = 30
    place: str = ""
    url: str = ""
    kept: str = ""


def enter(*, by: Person | None, said: Said, closing: Closing | None = None) -> Item:
    """Make an item: everybody can read it at once, unless it is proposed to be exempted.

    Raises PermissionDenied, and RegisterError for what cannot be.
    """
    policies.require(by is None or policies.may_write_for(by, said.unit))
    item = Item()
    _put(item, said)
    with transaction.atomic():
        item.entered_at = item.changed_at = clock.now()
        item.save()
        with change(item, by=by) as it:
            if closing is not None:
                propose_within(it, closing)
            it.note("entered")
    return item


def amend(*, by: Person | None, item: Item, said: Said, version: int | None = None) -> Item:
    """Change what the register says of an item; `version` is what the person saw.

    Raises PermissionDenied, RegisterError, ChangedMeanwhileError.
    """
    policies.require(policies.may_write(by, item))
    policies.require(by is None or policies.may_write_for(by, said.unit))
    with change(item, by=by) as it:
        if version is not None and version != it.item.version:
            raise ChangedMeanwhileError
        _put(it.item, said)
        it.item.version += 1
        it.item.changed_at = it.at
        it.item.save()
        it.note("changed")
        return it.item


def end(*, by: Person | None, item: Item, on: date) -> Item:
    """Take an item out of the register from a day on; what was published of it goes with it."""
    policies.require(policies.may_write(by, item))
    with change(item, by=by) as it:
        if it.item.ends_on is not None:
            raise RegisterError(_("This item is not in the register any more."))
        it.item.ends_on = max(on, it.item.begins_on + date.resolution)
        it.item.save(update_fields=["ends_on"])
        it.note("closed")
        return it.item


def publish(
    *,
    by: Person | None,
    item: Item,
    file: NewAttachment | None = None,
    url: str = "",
    name: str = "",
    period_start: date | None = None,
) -> Edition:
    """Publish a file of an item, or the page where it stands; of a periodic one for a period.

    Raises PermissionDenied, and RegisterError for what cannot be.
    """
    policies.require(policies.may_write(by, item))
    with change(item, by=by) as it:
        start = _period(it, period_start)
        if file is None and not url:
            raise RegisterError(_("Choose a file, or name the page where it stands."), "file")
        edition = Edition.objects.create(
            item=it.item,
            period_start=start,
            name=name or (file.name if file else "") or _default_name(it.item, start),
            sha256=file.sha256 if file else "",
            media_type=file.media_type if file else "",
            size=file.size if file else 0,
            url=url,
            published_at=it.at,
            published_by=by,
        )
        it.note("published")
        return edition


def take_back(*, by: Person, edition: Edition) -> None:
    """Nobody reads it any more; that it was published stays on record. Twice is harmless."""
    policies.require(policies.may_write(by, edition.item))
    with change(edition.item_id, by=by) as it:
        gone = Edition.objects.filter(pk=edition.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=it.at, withdrawn_by=by
        )
        if gone:
            it.note("taken back")


def _put(item: Item, said: Said) -> None:
    if said.category == Category.PERIODIC and not said.period:
        raise RegisterError(_("Choose how often it is published."), "period")
    for name, value in vars(said).items():
        setattr(item, name, value.strip() if isinstance(value, str) else value)
    if item.category != Category.PERIODIC:
        item.period = ""


def _period(it: Changing, start: date | None) -> date | None:
    if it.item.category != Category.PERIODIC:
        return None
    if start is None:
        raise RegisterError(_("Choose the period that it is about."), "period_start")
    return start_of(Period(it.item.period), start)


def _default_name(item: Item, start: date | None) -> str:
    return f"{item.title}, {label(item.period, start)}" if start else item.title


@files.claims
def published_files(among: Sequence[str]) -> Iterator[str]:
    """What was published stays stored, also while its item is exempted."""
    yield from Edition.objects.filter(sha256__in=among).values_list("sha256", flat=True)
