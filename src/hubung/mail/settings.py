"""The section `[mail_system]` of the settings, read as `settings.HUBUNG.mail_system`."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, field_validator, model_validator

from hubung.kernel.section import Section

#: Values become part of the daemons' configuration, so they hold nothing that these interpret.
_HOST = r"^[A-Za-z0-9.-]+$"
_HOST_AND_PORT = r"^([A-Za-z0-9.-]+:\d{1,5})?$"


@dataclass(frozen=True)
class Ports:
    """Where the daemons listen for the world."""

    smtp: int
    submission: int
    submissions: int
    imap: int
    imaps: int
    sieve: int


STANDARD = Ports(smtp=25, submission=587, submissions=465, imap=143, imaps=993, sieve=4190)


class MailSystem(Section):
    """Official mail: Postfix, Dovecot and Rspamd."""

    enabled: bool = Field(
        True,
        description="Have a mail system: `hubung serve` runs the daemons where they are installed "
        "and it may. Where it can't, everything else runs.",
    )
    hostname: str = Field(
        "",
        pattern=r"^([A-Za-z0-9.-]+)?$",
        description="The server's name in greetings, certificate and DNS, as mail.dephub.go.id; "
        "empty: this machine's.",
    )
    host: str = Field(
        "127.0.0.1", pattern=_HOST, description="IPv4 address to listen at; 0.0.0.0: every one."
    )
    standard_ports: bool = Field(
        False, description="Use 25, 587, 465, 143, 993 and 4190 instead of the six ports below."
    )
    smtp_port: int = Field(10025, ge=1, le=65535, description="Port for mail from outside.")
    submission_port: int = Field(
        10587, ge=1, le=65535, description="Port where mail programs send (STARTTLS)."
    )
    submissions_port: int = Field(
        10465, ge=1, le=65535, description="Port where mail programs send (TLS at once)."
    )
    imap_port: int = Field(10143, ge=1, le=65535, description="Port of IMAP (STARTTLS).")
    imaps_port: int = Field(10993, ge=1, le=65535, description="Port of IMAP (TLS at once).")
    sieve_port: int = Field(14190, ge=1, le=65535, description="Port of ManageSieve.")
    inner_port: int = Field(
        10026,
        ge=1,
        le=65535,
        description="Port at 127.0.0.1, without sign-in, for programs of this machine: what "
        "mail.relay may name, and where automatic replies leave.",
    )
    address_book: bool = Field(
        True,
        description="Have an address book for the webmail and for mail programs (LDAP, by slapd), "
        "where that is installed.",
    )
    ldap_port: int = Field(
        10389,
        ge=1,
        le=65535,
        description="Port at 127.0.0.1 where the webmail asks the address book.",
    )
    ldaps_port: int = Field(
        10636,
        ge=1,
        le=65535,
        description="Port where people's mail programs ask the address book (TLS at once); its "
        "usual one is 636.",
    )
    policy_port: int = Field(
        10027,
        ge=1,
        le=65535,
        description="Port at 127.0.0.1 where Postfix asks this program who may write to a group "
        "and whether an account may still send.",
    )
    tls_certificate: str = Field(
        "", description="File with the certificate chain; empty: one that we sign ourselves."
    )
    tls_key: str = Field("", description="File with its key, if not in the same file.")
    database_url: str = Field(
        "",
        description="How the daemons reach PostgreSQL, with a role that sees their views alone; "
        "empty: as this program does.",
    )
    activation_days: int = Field(
        14, ge=1, le=90, description="How long the link lasts that opens a new account."
    )
    relay: str = Field(
        "",
        pattern=_HOST_AND_PORT,
        description="host:port of a mail server that takes mail to other domains; empty: it goes "
        "straight to them.",
    )
    trusted_networks: tuple[str, ...] = Field(
        (),
        description="Networks of machines that may send to everywhere, and as our addresses, "
        "without sign-in, as 10.1.2.0/28.",
    )
    webmail_networks: tuple[str, ...] = Field(
        ("127.0.0.1/32",),
        description="Networks of webmail servers, which tell whose browser they speak for.",
    )
    webmail_url: str = Field(
        "",
        pattern=r"^(https?://[A-Za-z0-9.-]+(:\d+)?(/[\w./-]*)?)?$",
        description="Address of the webmail (Roundcube), as https://surel.dephub.go.id; empty: "
        "there is none.",
    )
    most_bytes: int = Field(
        50_000_000, ge=100_000, description="The largest message, as it travels."
    )
    dns: str = Field(
        "",
        pattern=_HOST_AND_PORT,
        description="DNS server (host:port) that the filter asks; empty: the system's.",
    )
    queue_alert_minutes: int = Field(
        15,
        ge=1,
        le=7200,
        description="For how many minutes mail may wait in the queue before administrators, "
        "`/readyz` and `hubung check` are told.",
    )
    quarantine_score: float = Field(
        12.0,
        ge=6.0,
        description="From how many of the filter's points on mail is held instead of delivered; "
        "from 6 on it comes as Junk.",
    )
    refusal_score: float = Field(
        25.0, ge=6.0, description="From how many of the filter's points on mail is refused."
    )
    quarantine_days: int = Field(
        30, ge=1, le=366, description="For how many days held letters are kept."
    )
    antivirus: str = Field(
        "",
        pattern=r"^([A-Za-z0-9.-]+:\d{1,5}|/[\w./-]+)?$",
        description="Where ClamAV's clamd listens, as /run/clamav/clamd.ctl or 127.0.0.1:3310; "
        "empty: nothing is searched for malware.",
    )
    warning_tag: str = Field(
        "[Periksa pengirim]",
        max_length=40,
        pattern=r"^[ -!#-\[\]-~]*$",
        description="What stands before the subject of mail whose sender calls himself like one of "
        "our officials, or comes from a domain that looks like ours; empty: nothing.",
    )
    guarded_units: tuple[str, ...] = Field(
        ("ministry", "secretariat", "inspectorate", "directorate_general", "agency", "directorate"),
        description="Kinds of units whose heads' names and titles no stranger bears unmarked.",
    )
    discovery_domains: tuple[str, ...] = Field(
        (),
        description="Mail domains whose names autoconfig., autodiscover. and mta-sts. lead to this "
        "web server, so that mail programs set themselves up.",
    )
    mta_sts: Literal["enforce", "testing", "none"] = Field(
        "testing",
        description="What servers that cannot send to us encrypted shall do (MTA-STS): enforce: "
        "not send; testing: report it and send; none.",
    )
    public_lists: bool = Field(
        True,
        description="Let the filter ask public lists of bad senders and links; needs the internet.",
    )

    @property
    def ports(self) -> Ports:
        """The ports in force."""
        if self.standard_ports:
            return STANDARD
        return Ports(
            smtp=self.smtp_port,
            submission=self.submission_port,
            submissions=self.submissions_port,
            imap=self.imap_port,
            imaps=self.imaps_port,
            sieve=self.sieve_port,
        )

    @field_validator("discovery_domains")
    @classmethod
    def _are_domains(cls, domains: tuple[str, ...]) -> tuple[str, ...]:
        for domain in domains:
            if not re.fullmatch(_HOST, domain) or domain != domain.lower():
                raise ValueError(f"{domain!r} is no domain in lower case")
        return domains

    @field_validator("trusted_networks", "webmail_networks")
    @classmethod
    def _are_networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for network in networks:
            ipaddress.IPv4Network(network)
        return networks

    @model_validator(mode="after")
    def _has_ports_of_its_own(self) -> MailSystem:
        ports = [*vars(self.ports).values(), self.inner_port, self.policy_port]
        ports += [self.ldap_port, self.ldaps_port]
        if len(set(ports)) < len(ports):
            raise ValueError("two doors of the mail system have the same port")
        return self
