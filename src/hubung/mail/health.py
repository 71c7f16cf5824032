"""Is the official mail well? Asked by `/readyz` and `hubung check`."""

from __future__ import annotations

from hubung.kernel import health
from hubung.mail import delays
from hubung.mail.daemons import place, running


@health.part("mail system")
def mail_system() -> str | None:
    """The daemons run, where they should and may; elsewhere `hubung mail status` says why not."""
    here = place.here()
    if running.hindrance(here) or running.runs(here):
        return None
    return running.why(here) or "The mail daemons do not run: start `hubung mail up`."


@health.part("mail queue")
def mail_queue() -> str | None:
    """Nothing waits for longer than the settings want."""
    late = delays.delay()
    if late is None:
        return None
    return (
        f"{late.messages} messages wait in the mail queue, the oldest for {late.minutes} minutes: "
        "`hubung mail status` on the mail server tells more."
    )
