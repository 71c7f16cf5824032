"""What the worker does for the sign-on."""

from __future__ import annotations

from datetime import timedelta

from hubung.directory.accounts.provider import farewells, passages
from hubung.kernel.tasks import drain, periodic


@periodic(every=timedelta(hours=1))
def forget_what_ended() -> None:
    """Tokens are short, and a whole ministry asks for new ones all day."""
    passages.forget_ended()


@drain
def say_farewell() -> int:
    """Applications hear of a session's end a moment later."""
    return farewells.tell()
