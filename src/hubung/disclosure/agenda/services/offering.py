"""What other calendars tell: kept as offers, taken over or dismissed by an agenda's keeper."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from hubung.directory.models import Person, TimeZone
from hubung.disclosure.agenda import policies
from hubung.disclosure.agenda.calendars.parsing import (
    Occurrence,
    UnreadableCalendarError,
    occurrences,
)
from hubung.disclosure.agenda.choices import OfferState, Status
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.models import Diary, Entry, Offer, Subscription
from hubung.disclosure.agenda.services.entering import amend, enter
from hubung.disclosure.agenda.services.saying import Said
from hubung.kernel import clock, outbound
from hubung.kernel.chains import hash_facts

#: What a calendar says of other days is left alone.
BACK, AHEAD = timedelta(days=14), timedelta(days=120)
#: After so many failures in a row the worker waits a day between two attempts.
_PATIENCE = 5


@dataclass(frozen=True)
class Told:
    """What came of reading a calendar: offers that are new, and that say something else now."""

    new: int
    changed: int


def read_file(*, by: Person, diary: Diary, content: bytes) -> Told:
    """Take a calendar file's events as offers. Raises PermissionDenied and AgendaError."""
    policies.require(policies.may_write(by, diary))
    if len(content) > settings.HUBUNG.agenda.calendar_bytes:
        raise AgendaError(_("The file is too large. Export only the weeks that matter."), "file")
    try:
        return offer_all(diary, content)
    except UnreadableCalendarError as error:
        raise AgendaError(str(error), "file") from error


def offer_all(diary: Diary, content: bytes) -> Told:
    """Keep what a calendar says. Reading it again changes nothing. Raises
    UnreadableCalendarError."""
    today = diary.today()
    found = occurrences(content, first=today - BACK, last=today + AHEAD, timezone=diary.timezone)
    new = changed = 0
    with transaction.atomic():
        if connection.features.has_select_for_update:
            Diary.objects.select_for_update().values_list("pk").get(pk=diary.pk)
        known = {(o.uid, o.occurrence): o for o in Offer.objects.filter(diary=diary)}
        # Of two events that call themselves the same the last counts, at each reading.
        for each in {(each.uid, each.occurrence): each for each in found}.values():
            offer = known.get((each.uid, each.occurrence))
            if offer is None:
                if not each.cancelled:
                    offer = Offer(diary=diary, uid=each.uid, occurrence=each.occurrence)
                    _write(offer, each, diary)
                    known[each.uid, each.occurrence] = offer
                    new += 1
            elif offer.digest != _digest(each):
                if offer.state == OfferState.TAKEN:
                    offer.state = OfferState.WAITING
                _write(offer, each, diary)
                changed += offer.state == OfferState.WAITING
    return Told(new, changed)


def take(*, by: Person, offer: Offer) -> Entry:
    """Make an entry of an offer, or bring the entry that it became up to date.

    Raises PermissionDenied and AgendaError.
    """
    with transaction.atomic():
        offer = _locked(offer)
        policies.require(policies.may_write(by, offer.diary))
        if offer.state != OfferState.WAITING:
            raise AgendaError(_("This one is settled already."))
        if offer.entry is None:
            return enter(by=by, diary=offer.diary, said=said_by(offer), offer=offer)
        entry = amend(by=by, entry=offer.entry, said=_brought_up_to_date(offer, offer.entry))
        offer.state = OfferState.TAKEN
        offer.save(update_fields=["state"])
    return entry


def dismiss(*, by: Person, offer: Offer) -> None:
    """Let an offer go: it does not come back, even if its calendar changes it."""
    with transaction.atomic():
        offer = _locked(offer)
        policies.require(policies.may_write(by, offer.diary))
        offer.state = OfferState.DISMISSED
        offer.save(update_fields=["state"])


def said_by(offer: Offer) -> Said:
    """What an offer says, as somebody would have typed it."""
    zone = ZoneInfo(offer.timezone)
    begins, ends = offer.starts_at.astimezone(zone), offer.ends_at.astimezone(zone)
    last = (offer.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    timed = not offer.all_day
    return Said(
        subject=offer.subject or _("Without a title"),
        day=begins.date(),
        last_day=ends.date() if timed else last,
        start=begins.time() if timed else None,
        end=ends.time() if timed else None,
        timezone=offer.timezone,
        place=offer.place,
        guests=offer.guests,
        status=Status.CANCELLED if offer.cancelled else Status.PLANNED,
    )


def subscribe(*, by: Person, diary: Diary, url: str) -> Subscription:
    """Follow a calendar; the worker reads it soon. Raises PermissionDenied and AgendaError."""
    policies.require(policies.may_write(by, diary))
    plain = url.strip().replace("webcal://", "https://", 1)
    try:
        outbound.parse(plain, settings.HUBUNG.agenda.calendar_networks)
    except outbound.ForbiddenTargetError as error:
        raise AgendaError(str(error), "url") from error
    if diary.subscriptions.filter(url=plain, stopped_at__isnull=True).exists():
        raise AgendaError(_("This calendar is followed already."), "url")
    return Subscription.objects.create(diary=diary, url=plain, added_by=by)


def unsubscribe(*, by: Person, subscription: Subscription) -> None:
    """Follow it no longer, and forget its address. Twice is harmless."""
    policies.require(policies.may_write(by, subscription.diary))
    Subscription.objects.filter(pk=subscription.pk, stopped_at__isnull=True).update(
        stopped_at=clock.now(), url="", etag=""
    )


def read_next() -> int:
    """Read the one calendar that has waited longest; 1 if there was one.

    It is claimed first, so that no transaction is open while another server takes its time.
    """
    agenda = settings.HUBUNG.agenda
    now = clock.now()
    due = Subscription.objects.filter(stopped_at__isnull=True, next_at__lte=now)
    subscription = due.select_related("diary__post__unit").order_by("next_at", "pk").first()
    if subscription is None:
        return 0
    pause = timedelta(minutes=agenda.calendar_minutes)
    if subscription.failures >= _PATIENCE:
        pause = max(pause, timedelta(days=1))
    if not due.filter(pk=subscription.pk).update(next_at=now + pause):
        return 0
    _read(subscription)
    return 1


def _read(subscription: Subscription) -> None:
    agenda = settings.HUBUNG.agenda
    headers = {"User-Agent": "Hubung", "Accept": "text/calendar"}
    if subscription.etag:
        headers["If-None-Match"] = subscription.etag
    try:
        answer = outbound.fetch(
            subscription.url,
            networks=agenda.calendar_networks,
            headers=headers,
            largest=agenda.calendar_bytes,
        )
        if answer.status not in (200, 304):
            raise outbound.UnreachedError(f"HTTP {answer.status}")
        if answer.status == 200:
            offer_all(subscription.diary, answer.body)
    except (outbound.UnreachedError, UnreadableCalendarError) as error:
        Subscription.objects.filter(pk=subscription.pk).update(
            failures=min(subscription.failures + 1, 1000), error=str(error)[:300]
        )
        return
    etag = answer.headers.get("etag", "") if answer.status == 200 else subscription.etag
    Subscription.objects.filter(pk=subscription.pk, stopped_at__isnull=True).update(
        failures=0, error="", read_at=clock.now(), etag=etag[:200]
    )


def _write(offer: Offer, each: Occurrence, diary: Diary) -> None:
    for name in ("starts_at", "ends_at", "all_day", "subject", "place", "guests"):
        setattr(offer, name, getattr(each, name))
    offer.cancelled, offer.private = each.cancelled, each.private
    offer.timezone, offer.digest = _zone(each, diary), _digest(each)
    offer.told_at = clock.now()
    offer.save()


def _digest(each: Occurrence) -> str:
    facts = asdict(each)
    for name in ("starts_at", "ends_at"):
        facts[name] = facts[name].astimezone(UTC).isoformat()
    return hash_facts(facts)


def _zone(each: Occurrence, diary: Diary) -> str:
    """The zone of ours in which the other calendar's clock shows the same, else the office's."""
    if not each.all_day:
        for zone in TimeZone.values:
            there = each.starts_at.astimezone(ZoneInfo(zone))
            if there.utcoffset() == each.starts_at.utcoffset():
                return zone
    return diary.timezone


def _brought_up_to_date(offer: Offer, entry: Entry) -> Said:
    """When and where come from the calendar; what only the office knows stays."""
    told = said_by(offer)
    kept = {name: getattr(entry, name) for name in ("attendees", "result", "gifts", "travel")}
    status = Status.CANCELLED if offer.cancelled else Status(entry.status)
    return Said(**{**told.__dict__, **kept, "status": status})


def _locked(offer: Offer) -> Offer:
    rows = Offer.objects.select_related("diary__post__unit", "entry__diary__post__unit")
    if connection.features.has_select_for_update:
        Diary.objects.select_for_update().values_list("pk").get(pk=offer.diary_id)
    return rows.get(pk=offer.pk)
