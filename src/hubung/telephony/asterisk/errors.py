"""What can go wrong with the engine, in sentences for the person at the command line."""

from __future__ import annotations

from hubung.kernel.faults import SpokenError


class EngineError(SpokenError):
    """The engine can't be had, started or asked; `str()` says what to do."""


class NotComingUpError(EngineError):
    """It was started, with everything at its place, and does not take calls."""


class ExpiredReleaseError(EngineError):
    """The mirror's signed list of packages is older than Debian allows."""
