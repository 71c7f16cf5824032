"""What Postfix looks up in the database. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hubung.mail.daemons.source import Source

#: A stranger may not write as one of us, an address that is not there included.
FORGED = "REJECT 5.7.1 Mail from this domain is sent with a sign-in, at the submission port"
#: By name: the query, for one address or domain.
QUERIES: Mapping[str, str] = {
    "domains": "SELECT domain FROM mail_domain_view WHERE domain = lower('%s')",
    "mailboxes": "SELECT address FROM mail_mailbox_view WHERE address = lower('%s')",
    "aliases": "SELECT DISTINCT target FROM mail_alias_view WHERE address = lower('%s')",
    "transports": "SELECT transport FROM mail_transport_view WHERE address = lower('%s')",
    "senders": "SELECT DISTINCT login FROM mail_sender_view WHERE address = lower('%s')",
    "forged": f"SELECT '{FORGED}' FROM mail_domain_view WHERE domain = lower('%s')",  # noqa: S608
    "writers": (
        # Whoever may not write to a moderated group is taken all the same, and held.
        "SELECT DISTINCT 'restricted_writers' FROM mail_writer_view WHERE address = lower('%s') "
        "AND NOT EXISTS (SELECT 1 FROM mail_transport_view WHERE address = lower('%s'))"
    ),
}


def files(source: Source) -> dict[str, str]:
    """Text by file name."""
    return {
        f"{name}.cf": f"{source.for_postfix()}query = {query}\n" for name, query in QUERIES.items()
    }


def table(source: Source, etc: Path, name: str) -> str:
    """How main.cf names a map: looked up by one process for all of Postfix."""
    return f"proxy:{source.kind}:{etc}/postfix/{name}.cf"
