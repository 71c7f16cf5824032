"""What the worker does for the sign-on."""

from __future__ import annotations

from datetime import timedelta

from hubung.directory.accounts.provider import passages
from hubung.kernel.tasks import periodic


@periodic(every=timedelta(hours=1))
def forget_what_ended() -> None:
    """Tokens are short, and a whole ministry asks for new ones all day."""
    passages.forget_ended()
