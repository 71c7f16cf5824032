"""What Postfix looks up in the database. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hubung.mail.daemons.source import Source

#: A stranger may not write as one of us, an address that is not there included.
FORGED = "REJECT 5.7.1 Mail from this domain is sent with a sign-in, at the submission port"
#: An address in full. After each of those Postfix asks for `@domain` and the domain alone: then
#: nothing is asked of the database, for there are no such rows.
_ADDRESS = "lower('%u') || '@' || lower('%d')"
#: By name: what is given, of which view, for which address or domain.
QUESTIONS: Mapping[str, tuple[str, str, str]] = {
    "domains": ("domain", "mail_domain_view", "lower('%s')"),
    "mailboxes": ("address", "mail_mailbox_view", _ADDRESS),
    "itself": ("target", "mail_itself_view", _ADDRESS),
    "aliases": ("DISTINCT target", "mail_alias_view", _ADDRESS),
    "transports": ("transport", "mail_transport_view", _ADDRESS),
    "senders": ("DISTINCT login", "mail_sender_view", _ADDRESS),
    "forged": (f"'{FORGED}'", "mail_domain_view", "lower('%d')"),
    "writers": ("'restricted_writers'", "mail_restricted_view", _ADDRESS),
}


#: Those that say what to do. While nothing is found Postfix asks on for the domain, for those above
#: it and for the name alone, so what they do not know gets an answer, too; but not an address with
#: an extension, which is asked for once more without it.
_ACCESS = frozenset({"forged", "writers"})
#: Nor does it ask on about who is delivered to as everybody is: `:` is what would be done anyway.
AS_USUAL = "/^[^+]+@/ :\n"


def files(source: Source) -> dict[str, str]:
    """Text by file name."""
    return {
        "as-usual.regexp": AS_USUAL,
        **{
            f"{name}.cf": f"{source.for_postfix()}query = {_query(source, name)}\n"
            for name in QUESTIONS
        },
    }


def _query(source: Source, name: str) -> str:
    given, view, key = QUESTIONS[name]
    found = f"SELECT {given} FROM {source.rows(view, key)}"  # noqa: S608
    if name not in _ACCESS:
        return found
    otherwise = "CASE WHEN '%u' NOT LIKE '%%+%%' THEN 'DUNNO' END"
    return (
        f"SELECT said FROM (SELECT coalesce(({found}), {otherwise}) AS said) them "  # noqa: S608
        "WHERE said IS NOT NULL"
    )


def table(source: Source, etc: Path, name: str) -> str:
    """How main.cf names a map: looked up by one process for all of Postfix."""
    return f"proxy:{source.kind}:{etc}/postfix/{name}.cf"
