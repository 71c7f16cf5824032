"""What Postfix looks up: in the database, and of domains in two files. Pure.

Domains are few and change once in years, while each letter asks for them more than for anything
else; so whoever holds the daemons writes them down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from hubung.mail.daemons.source import Source

#: A stranger may not write as one of us, an address that is not there included.
FORGED = "REJECT 5.7.1 Mail from this domain is sent with a sign-in, at the submission port"
#: An address in full. After each of those Postfix asks for `@domain` and the domain alone: then
#: nothing is asked of the database, for there are no such rows.
_ADDRESS = "lower('%u') || '@' || lower('%d')"
#: By name: what is given, of which view, for which address or domain.
QUESTIONS: Mapping[str, tuple[str, str, str]] = {
    "mailboxes": ("address", "mail_mailbox_view", _ADDRESS),
    "itself": ("target", "mail_itself_view", _ADDRESS),
    "aliases": ("DISTINCT target", "mail_alias_view", _ADDRESS),
    "transports": ("transport", "mail_transport_view", _ADDRESS),
    "senders": ("DISTINCT login", "mail_sender_view", _ADDRESS),
    "writers": ("'restricted_writers'", "mail_restricted_view", _ADDRESS),
}

#: Says what to do. While nothing is found Postfix asks on for the domain, for those above it and
#: for the name alone, so what it does not know gets an answer, too; but not an address with an
#: extension, which is asked for once more without it.
_ACCESS = "writers"
#: Nor does it ask on about who is delivered to as everybody is: `:` is what would be done anyway.
AS_USUAL = "/^[^+]+@/ :\n"
#: Of files: Postfix sees by itself that they changed.
KIND = "hash"
#: What mail is taken for, and what no stranger writes from.
DOMAINS, FORGERIES = "domains", "forged"


def files(source: Source, etc: Path) -> dict[str, str]:
    """Text by file name."""
    # Nothing is asked about the addresses of others.
    common = f"{source.for_postfix()}domain = {file_table(etc, DOMAINS)}\n"
    return {
        "as-usual.regexp": AS_USUAL,
        **{f"{name}.cf": f"{common}query = {_query(source, name)}\n" for name in QUESTIONS},
    }


def of_domains(domains: Iterable[str]) -> dict[str, str]:
    """Text by file name: each to be made a table by `postmap` when it has changed."""
    there = sorted(domains)
    return {
        DOMAINS: "".join(f"{domain} {domain}\n" for domain in there),
        FORGERIES: "".join(f"{domain} {FORGED}\n" for domain in there),
    }


def _query(source: Source, name: str) -> str:
    given, view, key = QUESTIONS[name]
    found = f"SELECT {given} FROM {source.rows(view, key)}"  # noqa: S608
    if name != _ACCESS:
        return found
    otherwise = "CASE WHEN '%u' NOT LIKE '%%+%%' THEN 'DUNNO' END"
    return (
        f"SELECT said FROM (SELECT coalesce(({found}), {otherwise}) AS said) them "  # noqa: S608
        "WHERE said IS NOT NULL"
    )


def file_table(etc: Path, name: str) -> str:
    """How main.cf names a map that is a file."""
    return f"{KIND}:{etc}/postfix/{name}"


def table(source: Source, etc: Path, name: str) -> str:
    """How main.cf names a map in the database: looked up by one process for all of Postfix."""
    return f"proxy:{source.kind}:{etc}/postfix/{name}.cf"
