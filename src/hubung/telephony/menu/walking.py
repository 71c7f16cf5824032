"""The words of a walk through the menu: what is heard, what to do, and where the caller is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from hubung.kernel.numbers import SHORT_CODE
from hubung.telephony.menu.tree import Language, SectorCode, Tree


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is played: the key of a prompt, and the language it is said in."""

    key: str
    language: Language


@dataclass(frozen=True, slots=True)
class Digits:
    """Keys that were pressed, in order: `0` to `9`, `*`, `#`; other signs do not count."""

    keys: str


@dataclass(frozen=True, slots=True)
class Silence:
    """The prompts, and the time given after them, are over."""


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of the case asked for; nothing when there is none."""

    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class Play:
    """Stop what is played, play these, then wait `timeout_seconds` for a key."""

    prompts: tuple[Prompt, ...]
    timeout_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Listen:
    """Stop what is played; wait for the next key."""

    timeout_seconds: int


@dataclass(frozen=True, slots=True)
class GoOn:
    """Change nothing."""


@dataclass(frozen=True, slots=True)
class AskStatus:
    """Look a case up by its number, whose check digit is right."""

    number: str


@dataclass(frozen=True, slots=True)
class Enqueue:
    """The caller waits for a person. `recorded`: they did not refuse it."""

    queue: str
    language: Language
    sector: SectorCode
    priority: int
    recorded: bool


@dataclass(frozen=True, slots=True)
class Voicemail:
    """The caller leaves a message."""

    box: str
    language: Language
    sector: SectorCode


@dataclass(frozen=True, slots=True)
class HangUp:
    """The call ends."""


Heard = Digits | Silence | Told
Step = Play | Listen | GoOn | AskStatus | Enqueue | Voicemail | HangUp


class Stage(Enum):
    """What a walk waits for."""

    EMERGENCY = auto()
    #: A key or a silence, at `node`.
    NODE = auto()
    #: The answer to `AskStatus`.
    STATUS = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a caller is in the menu, and what is known of them."""

    tree: Tree
    at: datetime
    node: str
    language: Language
    sector: SectorCode = ""
    recorded: bool = True
    stage: Stage = Stage.NODE
    #: Silences and wrong answers at this node.
    failures: int = 0
    #: Digits of a number that is being entered.
    entered: str = ""
    #: Keys pressed before they were asked for.
    ahead: str = ""
    #: To be said before whatever is said next.
    first: tuple[Prompt, ...] = ()
    #: Times that something was played.
    plays: int = 0
    short_code: str = SHORT_CODE

    @property
    def ended(self) -> bool:
        return self.stage is Stage.OVER
