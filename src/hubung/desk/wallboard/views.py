"""The wallboard, and the floor as a supervisor sees it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hubung.desk.live import newest_event
from hubung.desk.wallboard import drawing
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Person
from hubung.telephony import services
from hubung.telephony.models import Call, Callback, CallbackState, Phase
from hubung.telephony.queues import policies
from hubung.telephony.queues import services as queues
from hubung.telephony.queues.board import AWAY, TARGET, Board, present_states
from hubung.telephony.queues.board import board as now

_MOST_WAITING = 200


@require_safe
@never_cache
@staff_required
def board(request: StaffRequest) -> HttpResponse:
    """Figures without names, sized by the screen; `?isi` is the part that changes."""
    policies.require(policies.may_see_wallboard(request.user))
    shown = now()
    context = {
        "board": shown,
        "longest": shown.longest,
        "longest_text": drawing.lasting(shown.longest.since if shown.longest else None, shown.at),
        "longest_state": drawing.wait_state(shown.longest.since if shown.longest else None, shown),
        "today": drawing.share(shown.today),
        "hour": drawing.share(shown.hour),
        "line": drawing.line(shown.course),
        "goal": f"{drawing.height(TARGET):.1f}",
        "target": int(TARGET * 100),
        "queues": [
            (queue, drawing.lasting(queue.since, shown.at), drawing.share(queue.level))
            for queue in shown.queues
        ],
        "agents": _agents(shown),
        "there": sum(shown.agents.values()),
        "unserved": [
            queue for queue in shown.queues if queue.waiting and not sum(shown.agents.values())
        ],
        "newest_event": newest_event(),
    }
    part = "isi" in request.GET
    return render(
        request, "desk/wallboard/now.html" if part else "desk/wallboard/board.html", context
    )


@require_safe
@never_cache
@staff_required
def floor(request: StaffRequest) -> HttpResponse:
    """Who waits, what each agent does, and who has to be called back by hand."""
    policies.require(policies.may_watch(request.user))
    shown = now()
    waiting = Call.objects.filter(waiting_since__isnull=False, ended_at__isnull=True)
    given_up = Callback.objects.filter(state=CallbackState.GIVEN_UP).select_related("call")
    titles = {queue.name: queue.title for queue in shown.queues}
    context = {
        "board": shown,
        "today": drawing.share(shown.today),
        "hour": drawing.share(shown.hour),
        "waiting": [
            (call, titles.get(call.queue, call.queue), drawing.lasting(call.queued_at, shown.at))
            for call in waiting.select_related("callback").order_by("queued_at")[:_MOST_WAITING]
        ],
        "states": [
            (state, drawing.lasting(state.since, shown.at), _word(state.phase, state.reason))
            for state in present_states(shown.at)
        ],
        "given_up": list(given_up.order_by("asked_at")[:_MOST_WAITING]),
        "newest_event": newest_event(),
    }
    part = "isi" in request.GET
    return render(
        request, "desk/wallboard/people.html" if part else "desk/wallboard/floor.html", context
    )


@require_POST
@staff_required
def set_not_ready(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an agent out of the queue; they see that a supervisor did."""
    policies.require(policies.may_watch(request.user))
    person = get_object_or_404(Person, pk=pk)
    queues.set_not_ready(by=request.user, person=person)
    messages.success(
        request,
        _("%(name)s gets no more calls, and sees that you said so.") % {"name": person.name},
    )
    return redirect("desk:wallboard:floor")


@require_POST
@staff_required
def see_to(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody was reached by hand, or needs nothing more."""
    policies.require(policies.may_watch(request.user))
    services.see_to_callback(by=request.user, callback=get_object_or_404(Callback, pk=pk))
    messages.success(request, _("Noted: this caller has been seen to."))
    return redirect("desk:wallboard:floor")


def _agents(shown: Board) -> list[tuple[str, str, int, int]]:
    """Those who are there: what they do, in a word, how many, and a bar."""
    kinds = [
        ("talk", _("Talking"), shown.agents.get(Phase.TALKING, 0)),
        ("ring", _("Ringing"), shown.agents.get(Phase.RINGING, 0)),
        ("ready", _("Ready"), shown.agents.get(Phase.FREE, 0)),
        ("wrap", _("Writing"), shown.agents.get(Phase.WRAP_UP, 0)),
        ("away", _("On a break"), shown.agents.get(AWAY, 0)),
    ]
    bars = drawing.parts([count for _kind, _word, count in kinds])
    return [(*kind, bar) for kind, bar in zip(kinds, bars, strict=True)]


def _word(phase: str, reason: str) -> tuple[str, str, str]:
    """What an agent does, why, and the tone of it."""
    reasons: dict[str, Any] = {
        "break": _("Break"),
        "no_answer": _("Did not answer"),
        "refused": _("Declined a call"),
        "unreachable": _("Telephone not reached"),
        "code": _("Code of the last call is missing"),
        "supervisor": _("Set so by a supervisor"),
    }
    why = str(reasons.get(reason, reason))
    match phase:
        case Phase.TALKING:
            return _("Talking"), why, "info"
        case Phase.RINGING:
            return _("Ringing"), why, "here"
        case Phase.WRAP_UP:
            return _("Writing"), why, "warn"
        case _ if reason:
            return _("Not ready"), why, ""
        case _:
            return _("Ready"), "", "ok"
