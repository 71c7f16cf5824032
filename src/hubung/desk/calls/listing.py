"""The list of calls: a few views of it, filters, and what a row says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.cases.models import Case
from hubung.cases.policies import visible_to
from hubung.channels.phone import queries
from hubung.channels.phone.models import CallCase
from hubung.desk.calls import words
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.telephony.models import Call, Callback, CallbackState

PAGE = 40
#: More than this is not counted out for a tab.
COUNTED = 99


@dataclass(frozen=True)
class View:
    """A tab: which calls, and whether they wait for somebody."""

    slug: str
    name: str | Promise
    which: Callable[[Person], Q]
    waits: bool = False


def _today(_person: Person) -> Q:
    zone = ZoneInfo(settings.HUBUNG.ministry.timezone)
    midnight = datetime.combine(clock.now().astimezone(zone).date(), time(), zone)
    return Q(began_at__gte=midnight)


VIEWS = (
    View("hari-ini", gettext_lazy("Today"), _today),
    View("saya", gettext_lazy("Mine"), queries.mine),
    View("tak-terjawab", gettext_lazy("Not answered"), lambda _p: queries.unanswered()),
    View(
        "tanpa-laporan",
        gettext_lazy("Without a case"),
        lambda _p: queries.undecided(),
        waits=True,
    ),
    View("pesan", gettext_lazy("Messages"), lambda _p: queries.with_message()),
    View("semua", gettext_lazy("All"), lambda _p: Q()),
)
_BY_SLUG = {view.slug: view for view in VIEWS}


def view_of(slug: str) -> View:
    """The view with this name, else the first one."""
    return _BY_SLUG.get(slug, VIEWS[0])


def counted(person: Person) -> list[tuple[View, str]]:
    """The tabs; those that wait for somebody with how many."""
    return [(view, _count(person, view) if view.waits else "") for view in VIEWS]


def _count(person: Person, view: View) -> str:
    number = queries.visible(person).filter(view.which(person))[: COUNTED + 1].count()
    return f"{COUNTED}+" if number > COUNTED else str(number or "")


def found(person: Person, view: View, asked: dict[str, Any]) -> QuerySet[Call]:
    """The calls of a view that a cleaned `FilterForm` asks for."""
    calls = queries.visible(person).filter(view.which(person))
    zone = ZoneInfo(settings.HUBUNG.ministry.timezone)
    if on := asked.get("dari"):
        calls = calls.filter(began_at__gte=_midnight(on, zone))
    if on := asked.get("sampai"):
        calls = calls.filter(began_at__lt=_midnight(on + timedelta(days=1), zone))
    if number := asked.get("nomor"):
        calls = calls.filter(caller=number)
    if name := asked.get("petugas"):
        calls = calls.filter(taken_by__name__icontains=name)
    seen = CallCase.objects.filter(
        case__in=Case.objects.filter(visible_to(person)).values("pk")
    ).select_related("case")
    return calls.select_related("taken_by", "no_case", "callback").prefetch_related(
        Prefetch("case_links", queryset=seen, to_attr="seen_links"), "recordings"
    )


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone)


@dataclass(frozen=True)
class Row:
    """A call as the list shows it."""

    call: Call
    state: str
    tone: str
    #: Who talked, waits, whether it was recorded.
    told: str
    cases: tuple[Case, ...]
    #: Nothing is decided about it yet.
    open: bool
    #: Nobody came, nobody has promised to call back, and there is a number.
    may_call_back: bool
    #: What became of the wish to be called back.
    callback: str


def rows(calls: Sequence[Call]) -> list[Row]:
    return [_row(call) for call in calls]


def _row(call: Call) -> Row:
    links: list[CallCase] = getattr(call, "seen_links", [])
    state, tone = state_of(call)
    has_no_case = getattr(call, "no_case", None) is not None
    callback: Callback | None = getattr(call, "callback", None)
    served_by_menu = call.queued_at is None and call.talk_began_at is None
    return Row(
        call=call,
        state=state,
        tone=tone,
        told=" · ".join(_told(call)),
        cases=tuple(link.case for link in links),
        may_call_back=call.queued_at is not None
        and call.talk_began_at is None
        and call.ended_at is not None
        and bool(call.caller)
        and callback is None,
        callback=_callback(callback),
        open=not links and not has_no_case and not served_by_menu and call.ended_at is not None,
    )


def _told(call: Call) -> Iterator[str]:
    if call.taken_by:
        yield call.taken_by.name
    if call.waited:
        waited = words.length(round(call.waited.total_seconds()))
        yield _("waited %(length)s") % {"length": waited}
    if call.ended_at and call.talk_began_at:
        talked = words.length(round((call.ended_at - call.talk_began_at).total_seconds()))
        yield _("talked %(length)s") % {"length": talked}
    if any(one.is_there for one in call.recordings.all()):
        yield _("recorded")


def _callback(wish: Callback | None) -> str:
    """What became of the wish to be called back."""
    if wish is None:
        return ""
    if wish.state in (CallbackState.WAITING, CallbackState.GIVEN_UP):
        return _("Waits to be called back")
    return _("Seen to: called back, or called again")


def state_of(call: Call) -> tuple[str, str]:
    """In a word or two what became of it, and the tone of its badge."""
    if call.ended_at is None:
        return (_("Talking"), "info") if call.talk_began_at else (_("Waiting"), "warn")
    if call.cause == "voicemail":
        return _("Message"), "info"
    if call.talk_began_at:
        return _("Answered"), "ok"
    if call.queued_at:
        return _("Not answered"), "warn"
    return _("Served by the menu"), ""
