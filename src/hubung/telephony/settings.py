"""The section `[phone]` of the settings, read as `settings.HUBUNG.phone`."""

from __future__ import annotations

import ipaddress
from typing import Literal

from pydantic import Field, field_validator, model_validator

from hubung.kernel.section import Section

#: Names become part of the engine's configuration, so they hold nothing that it could interpret.
_NAME = r"^[a-z][a-z0-9-]{0,30}$"
_HOST = r"^[A-Za-z0-9.-]+$"


class Trunk(Section):
    """A line of the operator."""

    name: str = Field(pattern=_NAME, description="Name, as it stands in calls' records.")
    host: str = Field(pattern=_HOST, description="IPv4 address or name of the operator's server.")
    port: int = Field(5060, ge=1, le=65535, description="Its SIP port.")
    username: str = Field(
        "", pattern=r"^[\w.+@-]*$", description="Name to register with; empty: known by address."
    )
    password_file: str = Field("", description="File that holds the password for it.")
    order: int = Field(1, ge=0, description="Lines with lower numbers are tried first.")


class Phone(Section):
    """Telephone."""

    enabled: bool = Field(
        False,
        description="Run a telephone engine with `hubung serve`. Off until the desk has its "
        "telephone, so that nobody waits for agents who cannot answer.",
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
    sip_port: int = Field(5060, ge=1, le=65535, description="UDP port of SIP.")
    http_port: int = Field(
        8088, ge=1, le=65535, description="Port of the engine's control, on 127.0.0.1 only."
    )
    rtp_first: int = Field(10000, ge=1024, le=65534, description="First UDP port of sound.")
    rtp_last: int = Field(10999, ge=1025, le=65535, description="Last UDP port of sound.")
    number: str = Field("151", pattern=r"^\d{2,15}$", description="The number that people dial.")
    trunks: tuple[Trunk, ...] = Field(
        (Trunk(name="this-machine", host="127.0.0.1"),),
        description="The operator's lines; the first setting lets programs on this machine call.",
    )
    networks: tuple[str, ...] = Field(
        (), description="Networks with desk phones, as 10.1.0.0/16; others get no answer."
    )
    ring_seconds: int = Field(15, ge=3, description="How long a call rings at one agent.")
    wrap_up_seconds: int = Field(30, ge=0, description="Rest after a call, to finish its notes.")
    service_level_seconds: int = Field(
        15, ge=1, description="Calls answered within this count as answered in time."
    )
    recording: bool = Field(True, description="Record conversations, unless a caller declines.")

    @field_validator("networks")
    @classmethod
    def _are_networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for network in networks:
            ipaddress.IPv4Network(network)
        return networks

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
