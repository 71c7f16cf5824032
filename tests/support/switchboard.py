"""A little switchboard that does with commands what the engine would, and refuses what it would.

So a test of the exchange speaks of the outcome, of who hears whom, and not of commands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hubung.telephony.acd import Acd, Queue
from hubung.telephony.calls import words
from hubung.telephony.calls.exchange import Exchange
from hubung.telephony.menu.default import default_tree

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@dataclass
class Switchboard:
    """An engine made of sets."""

    exchange: Exchange = field(
        default_factory=lambda: Exchange(
            Acd([Queue("umum", announce_seconds=1000)]), default_tree()
        )
    )
    now: datetime = START
    lines: set[str] = field(default_factory=set)
    ringing: dict[str, str] = field(default_factory=dict)
    bridges: dict[str, set[str]] = field(default_factory=dict)
    music: set[str] = field(default_factory=set)
    ringback: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)
    playing: dict[str, words.Play] = field(default_factory=dict)
    notes: list[words.Note] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    #: Lines that were rung and do not ring.
    dead: set[str] = field(default_factory=set)

    def tell(self, what: words.Happening) -> None:
        for output in self.exchange.apply(what, self.now):
            self.do(output)

    def do(self, output: words.Output) -> None:
        match output:
            case words.Ring(channel=channel, endpoint=endpoint):
                self.ringing[channel] = endpoint
            case words.HangUp(channel=channel):
                assert channel in self.lines or channel in self.ringing
                self.drop(channel)
            case words.MakeBridge(bridge=bridge):
                assert bridge not in self.bridges
                self.bridges[bridge] = set()
            case words.DropBridge(bridge=bridge):
                del self.bridges[bridge]
            case words.Join(bridge=bridge, channel=channel):
                assert channel in self.lines
                assert channel not in self.music | self.ringback
                self.bridges[bridge].add(channel)
            case words.Part(bridge=bridge, channel=channel):
                self.bridges[bridge].remove(channel)
            case words.StartMusic(channel=channel):
                assert channel in self.lines
                self.music.add(channel)
            case words.StopMusic(channel=channel):
                self.music.remove(channel)
            case words.StartRingback(channel=channel):
                assert channel in self.lines
                self.ringback.add(channel)
            case words.StopRingback(channel=channel):
                self.ringback.discard(channel)
            case words.Mute(channel=channel):
                self.muted.add(channel)
            case words.Unmute(channel=channel):
                self.muted.remove(channel)
            case words.Play(playback=playback):
                self.playing[playback] = output
            case words.StopPlaying(playback=playback):
                self.playing.pop(playback, None)
            case words.Note():
                self.notes.append(output)
            case words.Refusal(code=code):
                self.refusals.append(code)
            case words.AskRinging(channel=channel) if channel in self.dead:
                self.tell(words.Silent(channel))
            case _:
                pass

    def drop(self, channel: str) -> None:
        self.lines.discard(channel)
        self.ringing.pop(channel, None)
        self.music.discard(channel)
        self.ringback.discard(channel)
        self.muted.discard(channel)
        for members in self.bridges.values():
            members.discard(channel)

    # What people do

    def call(self, name: str = "c1", keys: str = "12", caller: str = "+6281234567890") -> None:
        """Dial 151, choose Indonesian and sea at once, and come back recorded."""
        self.lines.add(name)
        self.tell(words.Arrived(name, caller, "151"))
        for key in keys:
            self.tell(words.Key(name, key))
        self.hear_menu(name)
        self.tell(words.Settled(name))
        self.hear_out()

    def hear_menu(self, call: str = "c1") -> None:
        """Hear every prompt of the menu to its end, and the silences after them."""
        while call in self.exchange.dialogues:
            self.hear_out()
            self.wait(1)

    def hear_out(self) -> None:
        """What is played now ends."""
        for playback in list(self.playing):
            self.playing.pop(playback, None)
            self.tell(words.Played(playback))

    def sign_in(self, *agents: str) -> None:
        for agent in agents:
            self.wish(agent, "ready", queues=["umum"], languages=["id", "en"])

    def wish(self, agent: str, kind: str, **details: object) -> None:
        self.tell(words.Wished(agent, kind, details))

    def rung(self) -> set[str]:
        return {endpoint.rpartition("-")[2] for endpoint in self.ringing.values()}

    def pick_up(self, agent: str) -> str:
        channel = next(c for c, e in self.ringing.items() if e.endswith(f"-{agent}"))
        del self.ringing[channel]
        self.lines.add(channel)
        self.tell(words.PickedUp(channel))
        return channel

    def hang_up(self, channel: str, cause: int = 16, sip: int | None = None) -> None:
        """As the engine tells it: out of the application first, without a reason, then gone."""
        self.drop(channel)
        self.tell(words.Left(channel))
        self.tell(words.Gone(channel, cause, sip))

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.tell(words.Tick())

    def together(self) -> set[str]:
        """Everybody who hears the caller of the one call, the caller among them."""
        (members,) = self.bridges.values() or [set()]
        return members

    def told(self, call: str = "c1") -> list[str]:
        return [note.name for note in self.notes if note.call == call]
