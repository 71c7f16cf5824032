"""Where the engine keeps what, for one installation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from hubung.telephony.settings import Phone

#: A Unix socket's path may have 107 characters.
_LONGEST_RUN = 107 - len("/asterisk.ctl")


@dataclass(frozen=True)
class Place:
    """The folder of one engine, and the settings it follows."""

    folder: Path
    phone: Phone

    @property
    def engine(self) -> Path:
        """The unpacked packages, shared where the settings say so."""
        return Path(self.phone.engine) if self.phone.engine else self.folder / "engine"

    @property
    def etc(self) -> Path:
        """The generated configuration."""
        return self.folder / "etc"

    @property
    def spool(self) -> Path:
        """What the engine writes for us: recordings, messages of callers."""
        return self.folder / "spool"

    @property
    def sounds(self) -> Path:
        """Our prompts."""
        return self.folder / "sounds"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def run(self) -> Path:
        """Its process id and the socket for commands."""
        return self.folder / "run"

    @property
    def url(self) -> str:
        """Address of its control (ARI)."""
        return f"http://127.0.0.1:{self.phone.http_port}/ari"

    @property
    def manager_url(self) -> str:
        """Address of its older control (AMI), for what ARI lacks."""
        return f"http://127.0.0.1:{self.phone.http_port}/rawman"

    @property
    def is_short_enough(self) -> bool:
        """Whether the socket's path is one that the system takes."""
        return len(bytes(self.run)) <= _LONGEST_RUN

    def make(self) -> None:
        """The folders, for this account alone: recordings and secrets are in them."""
        for folder in (self.etc, self.etc / "keys", self.spool, self.sounds, self.log, self.run):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("voicemail", "recordings", "recording"):
            (self.spool / name).mkdir(mode=0o700, exist_ok=True)
        self.folder.chmod(0o700)


def here() -> Place:
    """The engine of this installation."""
    return Place(settings.HUBUNG.home / "phone", settings.HUBUNG.phone)
