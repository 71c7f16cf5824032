"""Leads a caller through the menu to the queue, to a message, or to the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hubung.telephony.calls import callbacks, hearing
from hubung.telephony.calls import dialogue as dialogues
from hubung.telephony.calls.dialogue import Dialogue
from hubung.telephony.calls.state import Stage
from hubung.telephony.calls.words import AskCase, StartRecording
from hubung.telephony.menu.interpreter import start
from hubung.telephony.menu.walking import (
    AskStatus,
    Digits,
    Enqueue,
    GoOn,
    HangUp,
    Listen,
    Play,
    Silence,
    Step,
    Told,
    Voicemail,
)

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange


def begin(exchange: Exchange, call_id: str) -> None:
    """From the start of the menu in force."""
    at = exchange.now + exchange.ahead
    walk, step = start(exchange.tree, at=at, emergency=exchange.emergency)
    exchange.dialogues[call_id] = dialogues.taken(Dialogue(walk), step, exchange.now)
    _take(exchange, call_id, step)


def hear(exchange: Exchange, call_id: str, what: Digits | Silence | Told) -> None:
    """Something was heard; nothing follows when the call is not in the menu."""
    if call_id in exchange.dialogues and call_id in exchange.calls:
        changed, step = dialogues.heard(exchange.dialogues[call_id], what, exchange.now)
        exchange.dialogues[call_id] = changed
        _take(exchange, call_id, step)


def played(exchange: Exchange, call_id: str) -> None:
    """The prompts are over."""
    exchange.dialogues[call_id] = dialogues.played(exchange.dialogues[call_id], exchange.now)
    tick(exchange, call_id)


def tick(exchange: Exchange, call_id: str) -> None:
    """Time has passed."""
    if dialogues.silent(exchange.dialogues[call_id], exchange.now):
        hear(exchange, call_id, Silence())


def _take(exchange: Exchange, call_id: str, step: Step) -> None:
    match step:
        case GoOn():
            return
        case Play(prompts=prompts):
            hearing.play(exchange, call_id, prompts)
        case Listen():
            hearing.stop(exchange, call_id)
        case AskStatus(number=number):
            language = exchange.dialogues[call_id].walk.language
            exchange.emit(AskCase(call_id, number, language))
        case Enqueue():
            _leave(exchange, call_id)
            _enqueue(exchange, call_id, step)
        case Voicemail(box=box, language=language, sector=sector):
            _leave(exchange, call_id)
            exchange.change(
                call_id, lambda call: replace(call, box=box, language=language, sector=sector)
            )
            hearing.take_message(exchange, call_id)
        case HangUp():
            _leave(exchange, call_id)
            exchange.over(call_id, "menu")


def _leave(exchange: Exchange, call_id: str) -> None:
    del exchange.dialogues[call_id]
    hearing.stop(exchange, call_id)


def _enqueue(exchange: Exchange, call_id: str, step: Enqueue) -> None:
    recorded = exchange.rules.recording and step.recorded
    file = f"recordings/{call_id}.raw" if recorded else ""
    exchange.note("caller_chose", call_id, language=step.language, sector=step.sector)
    if file:
        exchange.emit(StartRecording(call_id, file))
        exchange.note("recording_began", call_id, file=file)
    place = exchange.places.take(exchange.calls[call_id].caller, exchange.now)
    exchange.change(
        call_id,
        lambda call: replace(
            call,
            stage=Stage.WAITING,
            language=step.language,
            sector=step.sector,
            queue=step.queue,
            priority=step.priority,
            joined_at=place.since if place else exchange.now,
            known_agent=place.agent if place and place.agent else call.known_agent,
            settled=not file,
            recording=file,
            recorded=recorded,
        ),
    )
    callbacks.taken_over(exchange, call_id)
    exchange.join_queue(call_id)
