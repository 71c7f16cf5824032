"""What a caller hears: prompts, their place in the queue, and the tone after which they speak."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hubung.telephony.calls import callbacks, guidance
from hubung.telephony.calls.state import Stage, call_of
from hubung.telephony.calls.words import Play, StopPlaying, TakeMessage
from hubung.telephony.menu.walking import Prompt
from hubung.telephony.prompts import parts

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange


def play(exchange: Exchange, call_id: str, prompts: tuple[Prompt, ...]) -> None:
    """Play these to the caller, in the place of what is played."""
    stop(exchange, call_id)
    call, playback = exchange.calls[call_id].named()
    exchange.change(call_id, lambda _one: replace(call, playing=playback))
    exchange.emit(Play(call.channel, playback, prompts))


def stop(exchange: Exchange, call_id: str) -> None:
    """Silence, or the music of who waits."""
    playback = exchange.calls[call_id].playing
    if playback:
        exchange.emit(StopPlaying(playback))
        exchange.change(call_id, lambda call: replace(call, playing=""))


def played(exchange: Exchange, playback: str) -> None:
    """What was played is over."""
    call = exchange.calls.get(call_of(playback))
    if call is None or call.playing != playback:
        return
    exchange.change(call.id, lambda one: replace(one, playing=""))
    if call.id in exchange.dialogues:
        guidance.played(exchange, call.id)
    elif call.stage is Stage.VOICEMAIL:
        exchange.emit(TakeMessage(call.channel, f"{call.id}~message"))
    elif call.callback and call.line is None:
        callbacks.let_go(exchange, call.id)


def announce(exchange: Exchange, call_id: str, position: int, seconds: int | None) -> None:
    """Tell a caller their place, the expected wait, and that they may be called back."""
    call = exchange.calls.get(call_id)
    if call is None or call.stage is not Stage.WAITING or call.callback or not call.channel:
        return
    if call.settled and not call.playing:
        keys = parts.position(position, seconds)
        if callbacks.is_offered(exchange, call):
            keys.append(callbacks.OFFER)
        play(exchange, call_id, tuple(Prompt(key, call.language) for key in keys))


def take_message(exchange: Exchange, call_id: str) -> None:
    """Let the caller leave a message."""
    if call_id in exchange.calls:
        exchange.change(call_id, lambda call: replace(call, stage=Stage.VOICEMAIL))
        play(exchange, call_id, (Prompt("leave-message", exchange.calls[call_id].language),))


def message_taken(exchange: Exchange, call_id: str, file: str) -> None:
    """The message is on disk; an empty `file` could not be taken."""
    call = exchange.calls.get(call_id)
    if call is not None and call.stage is Stage.VOICEMAIL:
        if file:
            exchange.note("voicemail_left", call_id, file=file, box=call.box or call.queue)
        exchange.over(call_id, "voicemail")
