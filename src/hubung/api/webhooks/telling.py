"""What happens to cases → deliveries for those who asked and may know."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hubung.api.callers import Caller
from hubung.api.models import Delivery, Webhook
from hubung.api.tokens import opens
from hubung.cases import events
from hubung.cases.events import CaseEvent
from hubung.cases.models import Case
from hubung.kernel import bulk, clock

#: What a webhook may ask for, by its name outside.
EVENTS: dict[str, type[CaseEvent]] = {
    "case.received": events.CaseReceived,
    "case.verified": events.CaseVerified,
    "case.taken": events.CaseTaken,
    "case.released": events.CaseReleased,
    "case.moved": events.CaseMoved,
    "case.asked": events.InformationRequested,
    "case.added": events.InformationAdded,
    "case.told": events.ReporterTold,
    "case.answered": events.CaseAnswered,
    "case.rejected": events.CaseRejected,
    "case.passed_on": events.CasePassedOn,
    "case.closed": events.CaseClosed,
    "case.reopened": events.CaseReopened,
    "case.objected": events.ObjectionRaised,
    "case.alarmed": events.ClockAlarmed,
    "case.rated": events.CaseRated,
    "case.changed": events.CaseChanged,
}
_NAMES = {event_type: name for name, event_type in EVENTS.items()}


def tell(happened: Sequence[CaseEvent]) -> None:
    """Write a delivery for each webhook that asked for an event of a case it may know of."""
    webhooks = [
        webhook
        for webhook in Webhook.objects.select_related("token__person", "token__application")
        if opens(webhook.token)
    ]
    if not webhooks:
        return
    cases = Case.objects.in_bulk({event.case_id for event in happened})
    made = []
    for webhook in webhooks:
        seen = set(Caller(webhook.token).cases().filter(pk__in=cases).values_list("pk", flat=True))
        made += [
            Delivery(
                webhook=webhook,
                event=_NAMES[type(event)],
                body=_body(event, cases[event.case_id]),
                next_attempt_at=clock.now(),
            )
            for event in happened
            if event.case_id in seen and _NAMES[type(event)] in webhook.events
        ]
    bulk.insert(made)


def _body(event: CaseEvent, case: Case) -> str:
    """Which case and what; the receiver fetches the rest, so its rights are asked once more."""
    said = {
        "type": _NAMES[type(event)],
        "timestamp": clock.now().isoformat(timespec="seconds"),
        "data": {"number": case.number, "entry": event.seq},
    }
    return json.dumps(said, separators=(",", ":"))
