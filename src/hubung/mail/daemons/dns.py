"""The records that DNS should have for our domains, and whether it has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_address
from urllib.parse import urlsplit

import dns.exception
import dns.resolver
from django.conf import settings

from hubung.mail import mta_sts
from hubung.mail.daemons import keys
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place

_SECONDS = 5.0


@dataclass(frozen=True)
class Record:
    """One record as it should be, and how to tell from what DNS has whether it will do."""

    name: str
    kind: str
    value: str
    #: What it is for, in words.
    purpose: str
    fits: Callable[[list[str]], bool]
    #: Without it mail is lost or not trusted; else it is good to have.
    needed: bool = True

    def __str__(self) -> str:
        """As a zone file wants it: no string longer than 255 characters."""
        value = self.value
        if self.kind == "TXT":
            parts = re.findall(r".{1,250}", value)
            value = " ".join(f'"{part}"' for part in parts)
            value = f"( {value} )" if len(parts) > 1 else value
        return f"{self.name}. IN {self.kind} {value}"


@dataclass(frozen=True)
class Answer:
    """What DNS has for a record; `trouble` when it could not be asked."""

    values: list[str]
    trouble: str = ""


def records(place: Place, domain: str) -> Iterator[Record]:
    """Every record of a domain, the needed ones first."""
    host, reports = f"{place.hostname}.", f"mailto:postmaster@{domain}"
    yield Record(
        domain, "MX", f"10 {host}", "where its mail goes", lambda found: _names(found, host)
    )
    yield Record(domain, "TXT", "v=spf1 mx -all", "who sends for it (SPF)", _one_spf)
    for key in keys.of(place, domain):
        if key.signs or key == keys.waiting(place, domain):
            yield Record(
                key.record_name,
                "TXT",
                key.record,
                "its signature (DKIM)" if key.signs else "its next signature (DKIM)",
                _is_key(key.record),
                needed=key.signs,
            )
    yield Record(
        f"_dmarc.{domain}",
        "TXT",
        f"v=DMARC1; p=quarantine; rua={reports}",
        "what to do with forgeries (DMARC)",
        lambda found: any(re.match(r"v=DMARC1;.*\bp=", value) for value in found),
    )
    yield Record(
        f"_smtp._tls.{domain}",
        "TXT",
        f"v=TLSRPTv1; rua={reports}",
        "reports of failed encryption (TLS-RPT)",
        _begins("v=TLSRPTv1"),
        needed=False,
    )
    yield Record(
        f"_mta-sts.{domain}",
        "TXT",
        f"v=STSv1; id={mta_sts.identifier(place.mail)}",
        "encryption is a must (MTA-STS; changes with the policy)",
        lambda found: f"v=STSv1; id={mta_sts.identifier(place.mail)}" in map(_tidy, found),
        needed=False,
    )
    yield from _discovery(domain)
    ports = place.mail.ports
    for service, port in (
        ("_submissions", ports.submissions),
        ("_submission", ports.submission),
        ("_imaps", ports.imaps),
        ("_imap", ports.imap),
        ("_sieve", ports.sieve),
    ):
        value = f"0 1 {port} {host}"
        yield Record(
            f"{service}._tcp.{domain}",
            "SRV",
            value,
            "mail programs find the server",
            lambda found, value=value: value in found,  # type: ignore[misc]
            needed=False,
        )


def web_server() -> str:
    """The name of this web server; empty: it is a number, or known to this machine alone."""
    host = urlsplit(settings.HUBUNG.public_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host if "." in host else ""
    return ""


def _discovery(domain: str) -> Iterator[Record]:
    """Names that lead to this web server, which answers there what programs ask for."""
    web = web_server()
    if not web:
        return
    for prefix, purpose in (
        ("autoconfig", "Thunderbird sets itself up"),
        ("autodiscover", "Outlook sets itself up"),
        ("mta-sts", "servers read the policy of MTA-STS"),
    ):
        yield Record(
            f"{prefix}.{domain}", "CNAME", f"{web}.", purpose, lambda found: bool(found), False
        )
    value = f"0 0 443 {web}."
    yield Record(
        f"_autodiscover._tcp.{domain}",
        "SRV",
        value,
        "Outlook finds the web server",
        lambda found: value in found,
        needed=False,
    )


def ask(place: Place, record: Record) -> Answer:
    """What DNS has by the record's name and kind."""
    try:
        found = _resolver(place).resolve(record.name, record.kind, lifetime=_SECONDS)
    except dns.resolver.NoAnswer:
        # Where no other name stands, an address may.
        return ask(place, replace(record, kind="A")) if record.kind == "CNAME" else Answer([])
    except dns.resolver.NXDOMAIN:
        return Answer([])
    except dns.exception.DNSException as error:
        return Answer([], f"DNS can't be asked ({type(error).__name__}).")
    return Answer([_text(each) for each in found])


def is_published(place: Place, key: keys.Key) -> bool:
    """Whether DNS has a key's record. Raises MailSystemError where it can't be asked."""
    record = Record(key.record_name, "TXT", key.record, "", _is_key(key.record))
    answer = ask(place, record)
    if answer.trouble:
        raise MailSystemError(answer.trouble)
    return record.fits(answer.values)


def _resolver(place: Place) -> dns.resolver.Resolver:
    if not place.mail.dns:
        return dns.resolver.get_default_resolver()
    host, _, port = place.mail.dns.rpartition(":")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [host], int(port)
    return resolver


def _text(value: object) -> str:
    """A record's value as we write it: strings of a TXT record joined, others in DNS's words."""
    strings = getattr(value, "strings", None)
    if strings is not None:
        return b"".join(strings).decode(errors="replace")
    return str(value).lower()


def _names(found: list[str], host: str) -> bool:
    return any(value.split()[-1] == host.lower() for value in found)


def _one_spf(found: list[str]) -> bool:
    """Two are as bad as none (RFC 7208, 4.5)."""
    return sum(value.split()[:1] == ["v=spf1"] for value in found) == 1


def _is_key(record: str) -> Callable[[list[str]], bool]:
    wanted = record.rpartition("p=")[2]
    return lambda found: any(value.rpartition("p=")[2].strip() == wanted for value in found)


def _tidy(value: str) -> str:
    """`v=STSv1;id=1;` → `v=STSv1; id=1`."""
    return "; ".join(part.strip() for part in value.split(";") if part.strip())


def _begins(version: str) -> Callable[[list[str]], bool]:
    return lambda found: any(value.startswith(version) for value in found)
