"""Brings people's own rules to Dovecot, beside those of the webmail."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta

from hubung.kernel import clock
from hubung.mail import queries, rules
from hubung.mail.daemons import place as places
from hubung.mail.daemons import running
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.sieve import Rules
from hubung.mail.models import Account, OwnRules, Ticket
from hubung.mail.services.devices import digest
from hubung.mail.services.rules import digest_of, script_of

log = logging.getLogger(__name__)

_TICKET = timedelta(minutes=1)
_RETRY = timedelta(minutes=2)
_BATCH = 20


def bring(place: Place | None = None) -> int:
    """Bring what waits to the mail server; returns how many were tried.

    In no transaction: Dovecot looks up what lets us in. `place`: other than this installation's.
    """
    # A closed mailbox has no use for rules; if it opens again, they are brought then.
    waiting = OwnRules.objects.filter(
        next_attempt_at__lte=clock.now(), account__in=Account.objects.filter(queries.taking_mail())
    )
    found = list(waiting.select_related("account__person")[:_BATCH])
    if not found:
        return 0
    if place is None:
        place = places.here()
        if not (place.mail.enabled and running.is_running(place, "dovecot")):
            # They are at rest, or another machine's, and so are the rules.
            return 0
    return sum(_bring(own, place) for own in found)


def _bring(own: OwnRules, place: Place) -> bool:
    """Whether it was ours to try: another worker may have taken it."""
    later = clock.now() + _RETRY
    mine = OwnRules.objects.filter(pk=own.pk, next_attempt_at=own.next_attempt_at)
    if not mine.update(next_attempt_at=later):
        return False
    script = script_of(own)
    try:
        _put(place, own.account, script)
    except MailSystemError:
        log.warning("rules of a mailbox wait", exc_info=True, extra={"account": own.pk})
        return True
    # Whoever has changed them meanwhile has them brought once more.
    OwnRules.objects.filter(pk=own.pk, next_attempt_at=later).update(
        next_attempt_at=None, placed=digest_of(script)
    )
    return True


def _put(place: Place, account: Account, script: str) -> None:
    secret = secrets.token_urlsafe(32)
    ticket = Ticket.objects.create(
        account=account, secret_sha256=digest(secret), expires_at=clock.now() + _TICKET
    )
    try:
        with Rules(place, account.login, secret) as theirs:
            theirs.put(rules.OURS, script)
            _have_included(theirs)
    finally:
        ticket.delete()


def _have_included(theirs: Rules) -> None:
    """What is in force includes ours. One whose owner has taken it out of force stays so."""
    active = theirs.active()
    if active:
        before = theirs.read(active)
        after = rules.included(before)
        if after != before:
            theirs.put(active, after)
        return
    name = f"{rules.FIRST}-{rules.OURS}" if theirs.has(rules.FIRST) else rules.FIRST
    theirs.put(name, rules.included(""))
    theirs.activate(name)
