"""The section `[phone]` of the settings, read as `settings.HUBUNG.phone`."""

from __future__ import annotations

import ipaddress
import re
from typing import Literal

import phonenumbers
from pydantic import Field, field_validator, model_validator

from hubung.kernel.section import Section

#: Names become part of the engine's configuration, so they hold nothing that it could interpret.
_NAME = r"^[a-z][a-z0-9-]{0,30}$"
_HOST = r"^[A-Za-z0-9.-]+$"


def _networks(networks: tuple[str, ...]) -> tuple[str, ...]:
    for network in networks:
        ipaddress.IPv4Network(network)
    return networks


class Trunk(Section):
    """A line of the operator."""

    name: str = Field(pattern=_NAME, description="Name, as it stands in calls' records.")
    host: str = Field(pattern=_HOST, description="IPv4 address or name of the operator's server.")
    port: int = Field(5060, ge=1, le=65535, description="Its SIP port; 5061 is usual for TLS.")
    networks: tuple[str, ...] = Field(
        (), description="Further addresses that its calls come from, as 203.0.113.8/30."
    )
    transport: Literal["udp", "tcp", "tls"] = Field("udp", description="How SIP travels.")
    sound: Literal["plain", "sdes"] = Field(
        "plain", description="Sound as plain RTP, or encrypted (SRTP, its keys in SIP over TLS)."
    )
    username: str = Field(
        "", pattern=r"^[\w.+@-]*$", description="Name to register with; empty: known by address."
    )
    password_file: str = Field("", description="File that holds the password for it.")
    order: int = Field(1, ge=0, description="Lines with lower numbers are tried first.")
    outgoing: bool = Field(True, description="Whether our own calls may go out through it.")
    caller: str = Field(
        "",
        pattern=r"^\+?\d{0,15}$",
        description="The number that our own calls show; empty: phone.number.",
    )
    numbers: Literal["international", "digits", "national"] = Field(
        "international", description="How it wants numbers: +6281…, 6281… or 081…"
    )
    check_seconds: int = Field(
        60,
        ge=0,
        le=3600,
        description="Ask it this often whether it is there (OPTIONS); 0: never.",
    )

    @field_validator("networks")
    @classmethod
    def _are_networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        return _networks(networks)

    @model_validator(mode="after")
    def _hides_its_keys(self) -> Trunk:
        if self.sound == "sdes" and self.transport != "tls":
            raise ValueError(f'trunk {self.name}: sound = "sdes" needs transport = "tls"')
        return self


class Phone(Section):
    """Telephone."""

    enabled: bool = Field(
        True,
        description="Have a telephone: `hubung serve` runs an engine, and agents answer at the "
        "desk. Where no engine can be had, everything else runs.",
    )
    engine: str = Field(
        "",
        description="Folder with the unpacked engine, where several installations share one; "
        "empty: phone/engine in the state folder.",
    )
    prefer: Literal["system", "private"] = Field(
        "system",
        description="Use this system's Asterisk where it is 20 or newer, or always the unpacked.",
    )
    host: str = Field(
        "127.0.0.1", pattern=_HOST, description="IPv4 address that SIP and sound come to."
    )
    external_host: str = Field(
        "",
        pattern=r"^([A-Za-z0-9.-]+)?$",
        description="IPv4 address that the world sees, where a router translates ours.",
    )
    local_networks: tuple[str, ...] = Field(
        (), description="Networks on our side of that router, as 10.0.0.0/8."
    )
    sip_port: int = Field(
        5060, ge=1, le=65535, description="Port of SIP: UDP, and TCP where a trunk uses it."
    )
    tls_port: int = Field(
        5061, ge=1, le=65535, description="Port of SIP over TLS, where a trunk uses it."
    )
    tls_certificate: str = Field("", description="File with our certificate chain for SIP.")
    tls_key: str = Field("", description="File with its key, if not in the same file.")
    tls_authorities: str = Field(
        "/etc/ssl/certs/ca-certificates.crt",
        description="File with the authorities that may vouch for an operator's certificate.",
    )
    http_port: int = Field(
        8088, ge=1, le=65535, description="Port of the engine's control, on 127.0.0.1 only."
    )
    websocket_url: str = Field(
        "",
        pattern=r"^(wss?://\S+)?$",
        description="Where web servers reach the engine for browsers, as ws://10.1.0.5:8088/ws; "
        "empty: on this machine.",
    )
    web_calls: int = Field(
        20, ge=0, description="How many may call from the portal at once; 0: the button is away."
    )
    rtp_first: int = Field(10000, ge=1024, le=65534, description="First UDP port of sound.")
    rtp_last: int = Field(10999, ge=1025, le=65535, description="Last UDP port of sound.")
    number: str = Field("151", pattern=r"^\d{2,15}$", description="The number that people dial.")
    trunks: tuple[Trunk, ...] = Field(
        (Trunk(name="this-machine", host="127.0.0.1", outgoing=False, check_seconds=0),),
        description="The operator's lines; the first setting lets programs on this machine call.",
    )
    networks: tuple[str, ...] = Field(
        (), description="Networks with desk phones, as 10.1.0.0/16; others get no answer."
    )
    most_calls: int = Field(
        300, ge=1, description="Calls from outside at once; a further one hears the busy tone."
    )
    outgoing_countries: tuple[str, ...] = Field(
        ("ID",),
        description="Countries (ISO 3166) that our own calls may go to; premium numbers never.",
    )
    stun: tuple[str, ...] = Field(
        (), description="STUN servers for browsers, as stun:stun.example:3478."
    )
    turn: tuple[str, ...] = Field(
        (), description="TURN servers for browsers, as turn:turn.example:3478?transport=udp."
    )
    turn_secret: str = Field(
        "", description="Secret shared with the TURN servers; HUBUNG_PHONE__TURN_SECRET_FILE."
    )
    turn_seconds: int = Field(
        43_200, ge=60, description="How long a browser's password for TURN is good."
    )
    ring_seconds: int = Field(15, ge=3, description="How long a call rings at one agent.")
    ring_outside_seconds: int = Field(
        30,
        ge=10,
        le=50,
        description="How long a telephone outside is rung: an official's, or that of a caller who "
        "is called back.",
    )
    trying_seconds: int = Field(
        12,
        ge=2,
        le=50,
        description="How long a trunk may say no more than that it tries, before the next one is "
        "called.",
    )
    wrap_up_seconds: int = Field(30, ge=0, description="Rest after a call, to finish its notes.")
    wrap_up_code: bool = Field(
        True, description="Ask agents for a code after each call, before they get the next."
    )
    callback: bool = Field(True, description="Offer callers who wait to call them back.")
    callback_retry_seconds: int = Field(
        300, ge=1, description="When a caller who did not answer a call back is called again."
    )
    callbacks_a_day: int = Field(
        3, ge=0, description="How often one number may ask for a call back within 24 hours."
    )
    service_level_seconds: int = Field(
        15, ge=1, description="Calls answered within this count as answered in time."
    )
    recording: bool = Field(True, description="Record conversations, unless a caller declines.")

    @property
    def browsers_url(self) -> str:
        """The engine's WebSocket for browsers."""
        return self.websocket_url or f"ws://127.0.0.1:{self.http_port}/ws"

    @field_validator("networks", "local_networks")
    @classmethod
    def _are_networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        return _networks(networks)

    @field_validator("outgoing_countries")
    @classmethod
    def _are_countries(cls, countries: tuple[str, ...]) -> tuple[str, ...]:
        for country in countries:
            if country not in phonenumbers.SUPPORTED_REGIONS:
                raise ValueError(f"{country!r} is no country, as ID or SG")
        return countries

    @field_validator("stun", "turn")
    @classmethod
    def _are_servers(cls, servers: tuple[str, ...]) -> tuple[str, ...]:
        for server in servers:
            if not re.fullmatch(r"(stun|turn)s?:[\w.-]+(:\d+)?(\?transport=(udp|tcp))?", server):
                raise ValueError(f"{server!r} is no server, as turn:turn.example:3478")
        return servers

    @field_validator("trunks")
    @classmethod
    def _differ(cls, trunks: tuple[Trunk, ...]) -> tuple[Trunk, ...]:
        if len({trunk.name for trunk in trunks}) < len(trunks):
            raise ValueError("two trunks have the same name")
        return tuple(sorted(trunks, key=lambda trunk: (trunk.order, trunk.name)))

    @model_validator(mode="after")
    def _has_room_for_sound(self) -> Phone:
        # Two ports for each leg, two legs in a call: below this not even one call has sound.
        if self.rtp_last - self.rtp_first < 7:
            raise ValueError("rtp_last must be at least 7 above rtp_first")
        return self

    @model_validator(mode="after")
    def _can_prove_itself(self) -> Phone:
        if self.uses("tls") and not self.tls_certificate:
            raise ValueError("a trunk uses TLS, which needs tls_certificate")
        if self.turn and not self.turn_secret:
            raise ValueError("turn needs turn_secret")
        return self

    def uses(self, transport: str) -> bool:
        """Whether some trunk's SIP travels so."""
        return any(trunk.transport == transport for trunk in self.trunks)
