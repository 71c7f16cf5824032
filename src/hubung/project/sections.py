"""The sections of the settings that the program as a whole has; parts bring their own."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from hubung.kernel.section import Section
from hubung.ui import colours, emblems


class Web(Section):
    """The web server."""

    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(
        8151, ge=1, le=65535, description="Port of the web server; HUBUNG_PORT also sets it."
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^/\s]+/?)?$",
        description="Address people use, as https://…; empty: http://host:port.",
    )
    trusted_proxies: list[str] = Field(
        default_factory=list,
        description="Addresses of reverse proxies whose X-Forwarded-* headers are believed.",
    )
    hsts_subdomains: bool = Field(
        True,
        description="Browsers use https for names below that of public_url too, for a year; "
        "false while one of them still speaks plain http.",
    )
    offline: bool = Field(
        True,
        description="Telephones keep the report form, tracking and guides for when there is no "
        "line; false takes them away again.",
    )


class Database(Section):
    """Where the registry is kept."""

    url: str = Field(
        "",
        pattern=r"^(postgres(ql)?://.*)?$",
        description="Empty: SQLite in the state folder. Else postgresql://user:password@host/name.",
    )


class Ministry(Section):
    """Whose installation this is."""

    name: str = Field("Kementerian Perhubungan", description="Name in Indonesian.")
    name_en: str = Field("Ministry of Transportation", description="Name in English.")
    country: str = Field("Republik Indonesia", description="Country, shown under the name.")
    timezone: str = Field("Asia/Jakarta", description="Zone of the head office.")
    colour: Annotated[str, AfterValidator(colours.checked)] = Field(
        "",
        description="Colour of the band, as #0b3c51; links and buttons follow from it. "
        "Empty: petrol blue.",
    )
    emblem: Annotated[str, AfterValidator(emblems.checked)] = Field(
        "", description="File of the emblem (SVG, at most 20 kB); empty: the sign of the house."
    )
    icon: Annotated[str, AfterValidator(emblems.checked_icon)] = Field(
        "",
        description="File of the emblem as telephones show it among their icons (PNG, square, "
        "512 pixels or more). Empty: the sign of the house, or the emblem where one is set.",
    )
    short_code: str = Field("151", description="The telephone short code; case numbers start so.")
    ppid_address: str = Field(
        "", description="Where the information officer (PPID) receives people, for every page."
    )
    ppid_phone: str = Field("", description="The information officer's telephone.")
    ppid_mail: str = Field("", description="The information officer's mail address.")


class Mail(Section):
    """Mail in and out."""

    domains: list[str] = Field(
        default_factory=lambda: ["dephub.go.id"], description="The ministry's own mail domains."
    )
    case_addresses: list[str] = Field(
        default_factory=lambda: ["info151@dephub.go.id"],
        min_length=1,
        description="Mail to these becomes a case; the first one is the sender of notices.",
    )
    listen: str = Field("127.0.0.1", description="Address of the SMTP and LMTP doors.")
    smtp_port: int = Field(2525, ge=1, le=65535, description="Port that receives mail by SMTP.")
    lmtp_port: int = Field(
        2424, ge=1, le=65535, description="Port that receives mail by LMTP, from a mail server."
    )
    tls_certificate: str = Field(
        "", description="File with the certificate chain; with it the SMTP door offers STARTTLS."
    )
    tls_key: str = Field("", description="File with its key, if not in the same file.")
    max_bytes: int = Field(
        36_700_160, description="Largest message accepted (35 MiB: 25 MB files, base64)."
    )
    relay: str = Field(
        "",
        description="host:port of the SMTP relay for outgoing mail; empty: it waits in the outbox.",
    )
    relay_user: str = Field("", description="Name for the relay, if it asks for one.")
    relay_password: str = Field(
        "", description="Password for the relay; HUBUNG_MAIL__RELAY_PASSWORD_FILE keeps it apart."
    )
    relay_security: Literal["none", "starttls", "tls"] = Field(
        "starttls", description="How the connection to the relay is encrypted."
    )
    dkim_selector: str = Field("hubung", description="Name of the DKIM key in the DNS.")


class Limits(Section):
    """What one report may carry."""

    files: int = Field(10, description="Files a report may carry.")
    file_bytes: int = Field(25_000_000, description="Largest single file.")
    text_chars: int = Field(20_000, description="Longest report text.")
    reports_per_hour: int = Field(
        300,
        description="Web reports from one address in an hour before they are slowed down; a whole "
        "office, or the customers of a mobile network, may share one.",
    )
    messages_per_hour: int = Field(
        30, description="Messages that a reporter may add to one report in an hour."
    )

    @property
    def request_bytes(self) -> int:
        """The most that one request may bring: a report with two files too many says so itself."""
        return (self.files + 2) * self.file_bytes

    @property
    def heard_bytes(self) -> int:
        """Of what is too large, how much is listened to before the connection is cut."""
        return 4 * self.request_bytes


def _are_networks(networks: list[str]) -> list[str]:
    for network in networks:
        ipaddress.ip_network(network)
    return networks


#: IP networks in CIDR notation.
Networks = Annotated[list[str], AfterValidator(_are_networks)]


class Api(Section):
    """The API for other programs."""

    webhook_networks: Networks = Field(
        default_factory=list,
        description="Private networks that webhooks may reach, as 10.1.0.0/16; else public only.",
    )


class Agenda(Section):
    """The agendas of officials."""

    calendar_minutes: int = Field(
        30, ge=5, description="How often a calendar that an agenda follows is read."
    )
    calendar_bytes: int = Field(2_000_000, ge=1_000, description="Largest calendar that is read.")
    calendar_networks: Networks = Field(
        default_factory=list,
        description="Private networks where calendars may be read, as 10.1.0.0/16; else public "
        "addresses only.",
    )


class Keys(Section):
    """The keys of NIK and NIP, and those of the sign-on."""

    file: str = Field(
        "", description="File with the keys of NIK and NIP; empty: data.keys in the state folder."
    )
    sign_on_file: str = Field(
        "",
        description="File with the keys that sign what other applications are told of a person; "
        "empty: sign-on.keys in the state folder.",
    )


class Retention(Section):
    """How many days each class of records is kept; 0 keeps it until somebody says otherwise."""

    information_requests: int = Field(1826, ge=0, description="Reports of this kind, once closed.")
    suggestions: int = Field(1826, ge=0, description="Reports of this kind, once closed.")
    complaints: int = Field(1826, ge=0, description="Reports of this kind, once closed.")
    misconduct: int = Field(3652, ge=0, description="Reports of this kind, once closed.")
    praise: int = Field(730, ge=0, description="Reports of this kind, once closed.")
    data_requests: int = Field(1096, ge=0, description="Personal-data requests, once closed.")
    public_requests: int = Field(
        1825, ge=0, description="Formal information requests, once closed."
    )
    erasure_requests: int = Field(30, ge=0, description="Requests to erase, once closed.")
    data_packages: int = Field(30, ge=0, description="Files made for whoever asked for a copy.")
    raw_mail: int = Field(365, ge=0, description="Mails as they travelled, once in a report.")
    ignored_mail: int = Field(90, ge=0, description="Automatic mail, duplicates, advertising.")
    sent_mail: int = Field(365, ge=0, description="Texts of mails that were sent.")
    recordings: int = Field(180, ge=0, description="Recordings of calls, but of misconduct.")
    callers: int = Field(365, ge=0, description="Numbers of callers without a report.")
    drafts: int = Field(90, ge=0, description="Answers and notes that nobody finished.")
    events: int = Field(90, ge=0, description="Events whose handlers have run.")
    sessions: int = Field(30, ge=0, description="Sign-ins, once they ended.")
    jobs: int = Field(30, ge=0, description="Background jobs that are done.")
    imports: int = Field(180, ge=0, description="Files for the directory, and what became of them.")
    access_log: int = Field(1826, ge=0, description="Reasons and addresses on the access log.")
    calls: int = Field(30, ge=0, description="Idempotency keys of the API.")
    deliveries: int = Field(30, ge=0, description="Webhook deliveries that are done.")
    unconfirmed_subscriptions: int = Field(
        7, ge=0, description="Mail addresses that asked for news and did not confirm it."
    )
    subscription_letters: int = Field(30, ge=0, description="Letters to those who asked for news.")
    unused_accounts: int = Field(
        730, ge=0, description="Accounts of the public, since the last sign-in."
    )
    member_sign_ins: int = Field(30, ge=0, description="Where somebody of the public signed in.")
    browser_messages: int = Field(30, ge=0, description="That a browser was told of a page.")
    sign_in_codes: int = Field(1, ge=0, description="Addresses that a sign-in code was asked for.")
    sign_in_letters: int = Field(1, ge=0, description="Letters with a sign-in code.")


class PublicSignOn(Section):
    """A provider from outside (OpenID Connect), where the public may sign in to its account."""

    issuer: str = Field(
        "",
        pattern=r"^(https://\S+|http://(127\.0\.0\.1|localhost)(:\d+)?(/\S*)?)?$",
        description="Its address, as it names itself in its tokens; empty: there is none. It sends "
        "people back to <public_url>/saya/masuk/luar/kembali/.",
    )
    name: str = Field("", max_length=40, description="What people call it, for the button.")
    client_id: str = Field("", description="What it calls us.")
    client_secret: str = Field(
        "",
        repr=False,
        description="Our secret there; HUBUNG_PUBLIC_SIGN_ON__CLIENT_SECRET_FILE keeps it apart.",
    )
    scopes: list[str] = Field(
        default_factory=lambda: ["openid", "email"], description="What we ask it for."
    )
    email_claim: str = Field("email", description="The claim that holds the mail address.")
    email_proved_claim: str = Field(
        "email_verified",
        description="The claim that is true if the address was proved there; empty: it always was.",
    )
    phone_claim: str = Field(
        "", description="The claim that holds the telephone number; empty: none is taken."
    )
    phone_proved_claim: str = Field(
        "phone_number_verified",
        description="The claim that is true if the number was proved there; empty: it always was.",
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.issuer and not (self.name and self.client_id):
            raise ValueError("an issuer needs a name and a client_id as well")
        return self


class Figures(Section):
    """The figures that everybody may read."""

    fewest: int = Field(
        5,
        ge=3,
        description="A count of fewer reports than this is not published, nor what would tell it.",
    )
    days_after: int = Field(
        2,
        ge=0,
        le=28,
        description="Days after its end at which a month is published: what is on paper gets in.",
    )


class Search(Section):
    """The search over everything that is public."""

    opensearch_url: str = Field(
        "",
        pattern=r"^(https?://[^/\s@]+(/\S*)?)?$",
        description="OpenSearch (2 or 3) that answers searches, as https://host:9200; empty: the "
        "database does. After a change: hubung search rebuild --all.",
    )
    opensearch_index: str = Field(
        "hubung", pattern=r"^[a-z0-9][a-z0-9_-]*$", description="Its index for this installation."
    )
    opensearch_user: str = Field("", description="User name, if it asks for one.")
    opensearch_password: str = Field("", repr=False, description="Password, if it asks for one.")


class Push(Section):
    """Messages in browsers (Web Push)."""

    services: list[str] = Field(
        default_factory=lambda: [
            "fcm.googleapis.com",
            "updates.push.services.mozilla.com",
            ".push.apple.com",
            ".notify.windows.com",
        ],
        description="Hosts of the push services that browsers may name; with a dot in front: every "
        "name below it. None: there are no such messages.",
    )
    networks: Networks = Field(
        default_factory=list,
        description="Private networks where such a service may stand, as 10.1.0.0/16; else public "
        "addresses only.",
    )


class Log(Section):
    """What the program tells about itself; never personal data."""

    format: Literal["auto", "console", "json"] = Field(
        "auto", description="Lines for people or JSON; auto: for people on a terminal, else JSON."
    )
    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least that is told."
    )
