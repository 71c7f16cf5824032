"""Wishes to be called back, as the phone program tells of them, and their end by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.telephony.events import CallbackGivenUp
from hubung.telephony.models import Call, Callback, CallbackState
from hubung.telephony.queues import policies
from hubung.telephony.services.ledger import Said, keep


@transaction.atomic
def callback_asked(*, engine_id: str, at: datetime) -> None:
    """A waiting caller would rather be called back; their place is kept."""
    if keep(Said("callback_asked", engine_id, at)):
        call = Call.objects.get(engine_id=engine_id)
        Callback.objects.get_or_create(call=call, defaults={"asked_at": at})


@transaction.atomic
def callback_dialled(*, engine_id: str, at: datetime, person: str) -> None:
    """It is their turn: an agent has them rung."""
    if keep(Said("callback_dialled", engine_id, at, {"person": person})):
        Callback.objects.filter(call__engine_id=engine_id).update(attempts=F("attempts") + 1)


@transaction.atomic
def callback_reached(*, engine_id: str, at: datetime) -> None:
    """They answered, or were still on the line when it was their turn."""
    if keep(Said("callback_reached", engine_id, at)):
        _settle(engine_id, CallbackState.REACHED, at)


def callback_failed(*, engine_id: str, at: datetime) -> None:
    """They did not answer this time."""
    keep(Said("callback_failed", engine_id, at))


@transaction.atomic
def callback_given_up(*, engine_id: str, at: datetime) -> None:
    """No attempt reached them: it is a task for a person now."""
    said = Said("callback_given_up", engine_id, at)
    if keep(said, {"waiting_since": None}, event=CallbackGivenUp):
        Callback.objects.filter(call__engine_id=engine_id).update(state=CallbackState.GIVEN_UP)


@transaction.atomic
def callback_cancelled(*, engine_id: str, at: datetime) -> None:
    """They called again by themselves, and have the place in that call."""
    if keep(Said("callback_cancelled", engine_id, at), {"waiting_since": None}):
        _settle(engine_id, CallbackState.CANCELLED, at)


def see_to_callback(*, by: Person, callback: Callback) -> None:
    """Somebody has reached a caller who was given up, or knows that it needs nothing more.

    Twice is harmless. Raises PermissionDenied.
    """
    policies.require(policies.may_watch(by))
    Callback.objects.filter(pk=callback.pk, state=CallbackState.GIVEN_UP).update(
        state=CallbackState.DONE, settled_at=clock.now(), settled_by=by
    )


def _settle(engine_id: str, state: CallbackState, at: datetime) -> None:
    Callback.objects.filter(call__engine_id=engine_id).update(state=state, settled_at=at)
