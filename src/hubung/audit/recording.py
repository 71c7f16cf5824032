"""`record`: the one way into the log. One INSERT, in the caller's transaction if there is one.

Whoever reads something protected records first and shows then: when the record fails, its
exception keeps the page from being made. Nobody waits for anybody: entries are tied into the
chain later, by a worker (`hubung.audit.chain`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.audit.where import Where, here
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.chains import canonical, digest_text, new_salt


def record(
    action: Act,
    actor: Person | None,
    subject: str | Sequence[str],
    *,
    why: str = "",
    where: Where | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Put on record that `actor` did `action` to `subject` (`case:42`), or to several at once.

    `actor` None: nobody is signed in (a command, a rule, a failed sign-in). `where` is taken from
    the request being answered. `data` holds JSON facts without personal data; what a person wrote
    belongs into `why`. Raises DatabaseError when it cannot be written: then nothing may be shown.
    """
    subjects = [subject] if isinstance(subject, str) else subject
    at, place = clock.now(), where or here()
    entries = []
    for one in subjects:
        salt = new_salt()
        entry = Entry(
            at=at,
            action=action,
            actor=actor,
            actor_name=actor.name if actor else "",
            subject=one,
            why=why,
            address=place.address[:100],
            session=place.session,
            data=data or {},
            salt=salt,
            words_digest=digest_words(salt, place.address[:100], why),
        )
        entry.mark = _mark(entry, settings.SECRET_KEY)
        entries.append(entry)
    if entries:
        Entry.objects.bulk_create(entries)


def digest_words(salt: str, address: str, why: str) -> str:
    return digest_text(salt, f"{address}\n{why}")


def facts_of(entry: Entry) -> dict[str, Any]:
    """What an entry says, as JSON values; its words by their digest."""
    return {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": str(entry.action),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "subject": entry.subject,
        "session": entry.session,
        "data": entry.data,
        "words_digest": entry.words_digest,
    }


def is_genuine(entry: Entry) -> bool:
    """Whether the program wrote it, with this secret key or one before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return entry.words_digest == digest_words(entry.salt, entry.address, entry.why) and any(
        constant_time_compare(entry.mark, _mark(entry, key)) for key in keys
    )


def _mark(entry: Entry, key: str | bytes) -> str:
    said = canonical(facts_of(entry))
    return salted_hmac("hubung.audit.entry", said, secret=key, algorithm="sha256").hexdigest()
