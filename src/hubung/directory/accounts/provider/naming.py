"""A session as applications know it: `sid` of ID tokens, and of the word that it has ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.crypto import salted_hmac

from hubung.directory.accounts.provider.models import Passage

_passage: ContextVar[Passage | None] = ContextVar("passage", default=None)


@contextmanager
def within(passage: Passage | None) -> Iterator[None]:
    """ID tokens that are made in this block name the session of this passage."""
    token = _passage.set(passage)
    try:
        yield
    finally:
        _passage.reset(token)


def current_sid() -> str:
    """The session that an ID token made now is about; empty: none is known."""
    passage = _passage.get()
    return sid_of(passage) if passage else ""


def sid_of(passage: Passage) -> str:
    """A session as applications know it: not the key that opens it."""
    return salted_hmac(
        "hubung.sign_on.sid", str(passage.session_id), algorithm="sha256"
    ).hexdigest()
