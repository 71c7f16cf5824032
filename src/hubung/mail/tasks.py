"""What the clock asks for."""

from __future__ import annotations

from datetime import timedelta

from hubung.kernel.tasks import drain, periodic
from hubung.mail import services
from hubung.mail.daemons import rules


@periodic(every=timedelta(minutes=10))
def close_accounts() -> None:
    """On their day. The daemons know already; whoever is still signed in is signed out."""
    services.settle_closed()


@periodic(every=timedelta(hours=1))
def forget_sent() -> None:
    """Counts of what was sent are of use for a day."""
    services.forget_sent()


@periodic(every=timedelta(hours=1))
def forget_held() -> None:
    """Held letters wait for as long as the settings say."""
    services.forget_held()


@periodic(every=timedelta(hours=1))
def keep_in_line() -> None:
    """What no event tells of: people who were added one by one, and days that have come."""
    services.provision()
    services.send_due_links()


@drain
def bring_rules() -> int:
    """What people have changed of their own rules is at the mail server a moment later."""
    return rules.bring()


@periodic(every=timedelta(hours=1))
def renew_answers() -> None:
    """Somebody who has got another address, or a post, is away at that one, too."""
    services.renew_answers()
