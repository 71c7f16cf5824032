"""The engine's language and ours: its events become happenings, our orders its commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hubung.telephony.ari import Ari, AriError, AwayError, Event
from hubung.telephony.ari.manager import Manager
from hubung.telephony.asterisk import numbers
from hubung.telephony.calls import words
from hubung.telephony.calls.words import Happening, Order
from hubung.telephony.prompts.sounds import sound

APPLICATION = "hubung"
#: Where the dialplan starts a recording, and the variable that says into which file.
RECORDING_CONTEXT = "hubung-record"
RECORDING_VARIABLE = "HUBUNG_RECORDING"
#: All that we ask the engine to tell.
EVENTS = (
    "StasisStart",
    "StasisEnd",
    "ChannelDtmfReceived",
    "ChannelDestroyed",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
)
#: The engine itself ends ringing after this, should we be gone.
RING_AT_MOST_SECONDS = 60
MESSAGE_AT_MOST_SECONDS = 180
MESSAGE_SILENCE_SECONDS = 5
#: Where the other side's sound comes from; can't be read before it was told.
SOUND_FROM = "CHANNEL(rtp,dest)"
#: ISDN's cause for a line that can't be rung.
UNREACHABLE = 20
_GONE_ALREADY = frozenset({404, 409, 412, 422})


def happening(event: Event) -> Happening | None:
    """What an event means to us; None when it means nothing."""
    match event["type"]:
        case "StasisStart":
            return _started(event)
        case "StasisEnd":
            return words.Left(event["channel"]["id"])
        case "ChannelDtmfReceived":
            return words.Key(event["channel"]["id"], event["digit"])
        case "ChannelDestroyed":
            # Older engines do not tell SIP's answer.
            return words.Gone(
                event["channel"]["id"], int(event.get("cause", 16)), event.get("tech_cause")
            )
        case "PlaybackFinished":
            return words.Played(event["playback"]["id"])
        case "RecordingFinished":
            name = event["recording"]["name"]
            return words.MessageTaken(name.partition("~")[0], f"recording/{name}.wav")
        case "RecordingFailed":
            return words.MessageTaken(event["recording"]["name"].partition("~")[0], "")
    return None


def _started(event: Event) -> Happening | None:
    channel, args = event["channel"], event.get("args") or [""]
    match args[0]:
        case "inbound":
            return arrived(channel)
        case "recorded":
            return words.Settled(channel["id"])
        case "leg":
            return words.PickedUp(channel["id"])
        case _:
            # A telephone of ours dialled something: there are no outgoing calls yet.
            return words.Stray(channel["id"])


def arrived(channel: Event) -> words.Arrived:
    """A caller's channel, as the engine describes it."""
    number = numbers.caller(str(channel.get("caller", {}).get("number") or ""))
    return words.Arrived(channel["id"], number, str(channel.get("dialplan", {}).get("exten", "")))


class Engine:
    """Carries orders out. `spool` is the engine's folder for what it writes."""

    def __init__(self, ari: Ari, manager: Manager, spool: Path) -> None:
        self._ari = ari
        self._manager = manager
        self._spool = spool

    async def do(self, order: Order) -> Happening | None:
        """Returns what follows at once when the engine could not do it; None when all is well."""
        try:
            if isinstance(order, words.AskRinging):
                return await self._asked(order.channel)
            await self._do(order)
        except AriError as error:
            return _failed(order, gone=error.status in _GONE_ALREADY)
        except AwayError:
            return _failed(order, gone=False)
        return None

    async def _do(self, order: Order) -> Any:
        ari = self._ari
        match order:
            case words.Answer(channel=channel):
                return await ari.post("channels/{}/answer", channel)
            case words.Play(channel=channel, playback=playback, prompts=prompts):
                media = ",".join(sound(one.key, one.language) for one in prompts)
                return await ari.post("channels/{}/play/{}", channel, playback, media=media)
            case words.StopPlaying(playback=playback):
                return await ari.delete("playbacks/{}", playback)
            case words.StartRecording(channel=channel, file=file):
                return await self._start_recording(channel, file)
            case words.SilenceRecording(channel=channel):
                return await self._manager.mute_recording(channel, silent=True)
            case words.HearRecording(channel=channel):
                return await self._manager.mute_recording(channel, silent=False)
            case words.SendKeys(channel=channel, keys=keys):
                return await ari.post("channels/{}/dtmf", channel, dtmf=keys)
            case words.TakeMessage(channel=channel, file=file):
                return await ari.post(
                    "channels/{}/record",
                    channel,
                    name=file,
                    format="wav",
                    maxDurationSeconds=str(MESSAGE_AT_MOST_SECONDS),
                    maxSilenceSeconds=str(MESSAGE_SILENCE_SECONDS),
                    beep="true",
                    terminateOn="#",
                )
            case words.StartMusic(channel=channel):
                return await ari.post("channels/{}/moh", channel)
            case words.StopMusic(channel=channel):
                return await ari.delete("channels/{}/moh", channel)
            case words.StartRingback(channel=channel):
                return await ari.post("channels/{}/ring", channel)
            case words.StopRingback(channel=channel):
                return await ari.delete("channels/{}/ring", channel)
            case words.MakeBridge(bridge=bridge):
                return await ari.post("bridges/{}", bridge, type="mixing")
            case words.DropBridge(bridge=bridge):
                return await ari.delete("bridges/{}", bridge)
            case words.Join(bridge=bridge, channel=channel):
                return await ari.post("bridges/{}/addChannel", bridge, channel=channel)
            case words.Part(bridge=bridge, channel=channel):
                return await ari.post("bridges/{}/removeChannel", bridge, channel=channel)
            case words.Mute(channel=channel):
                return await ari.post("channels/{}/mute", channel, direction="in")
            case words.Unmute(channel=channel):
                return await ari.delete("channels/{}/mute", channel, direction="in")
            case words.Ring():
                return await self._ring(order)
            case words.HangUp(channel=channel):
                return await ari.delete("channels/{}", channel)

    async def _start_recording(self, channel: str, file: str) -> None:
        # Outside of our application the channel's end is told only to who asked for it.
        await self._ari.post(
            "applications/{}/subscription", APPLICATION, eventSource=f"channel:{channel}"
        )
        await self._ari.post(
            "channels/{}/variable",
            channel,
            variable=RECORDING_VARIABLE,
            value=str(self._spool / file),
        )
        await self._ari.post(
            "channels/{}/continue", channel, context=RECORDING_CONTEXT, extension="s", priority="1"
        )

    async def _asked(self, channel: str) -> Happening | None:
        """Ringing is a state of the line; where only its sound tells so, it has a way for sound."""
        if (await self._ari.get("channels/{}", channel))["state"] != "Down":
            return None
        try:
            await self._ari.get("channels/{}/variable", channel, variable=SOUND_FROM)
        except AriError as error:
            if error.status not in _GONE_ALREADY:
                return words.Silent(channel)
        return None

    async def _ring(self, order: words.Ring) -> None:
        # Not `originator`: it would limit the agent's line to what the caller's telephone speaks.
        formats = "opus" if "/agent-" in order.endpoint else "alaw"
        await self._ari.post(
            "channels/{}",
            order.channel,
            endpoint=order.endpoint,
            app=APPLICATION,
            appArgs="leg",
            callerId=order.caller or "anonymous",
            timeout=str(RING_AT_MOST_SECONDS),
            formats=formats,
        )


def _failed(order: Order, *, gone: bool) -> Happening | None:
    """What to believe of an order that the engine did not carry out."""
    match order:
        case words.Ring(channel=channel):
            return words.Gone(channel, UNREACHABLE)
        case words.Play(playback=playback):
            return words.Played(playback)
        case words.TakeMessage(channel=channel):
            return words.MessageTaken(channel, "")
        case words.StartRecording(channel=channel) if not gone:
            return words.Settled(channel)
    return None
