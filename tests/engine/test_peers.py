"""Calls with telephones that others wrote: SIPp and baresip, in the clear and encrypted."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hubung.telephony.asterisk import lines
from hubung.telephony.settings import Trunk
from tests.engine.conftest import DESKS, PASSWORD, Centre, opened, quiet, until
from tests.support.peers import Baresip, sipp
from tests.support.program import Program, free_ports
from tests.support.tones import channels, constancy

pytestmark = pytest.mark.once

#: An operator whose calls come in the clear; what comes from 127.0.0.1 must be encrypted.
CLEAR = "127.0.0.3"
CALLER, AGENT = 450.0, 1000.0
#: Samples in which both tones are to be pure: a busy machine loses a frame now and then.
STRETCH = 800


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Ours, with its key, for 127.0.0.1; it vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    file.write_bytes(
        made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    return file


@pytest.fixture
def guarded(program: Program, certificate: Path) -> Iterator[Centre]:
    """A centre with a trunk in the clear, and one with TLS and SRTP."""
    trunks = (
        Trunk(name="clear", host=CLEAR, check_seconds=0),
        Trunk(name="guarded", host="127.0.0.1", transport="tls", sound="sdes", check_seconds=0),
    )
    (port,) = free_ports(1)
    with opened(
        program,
        prepare=quiet,
        trunks=trunks,
        tls_port=port,
        tls_certificate=str(certificate),
    ) as centre:
        yield centre


def test_telephones_of_others_are_heard_and_hear(
    guarded: Centre, certificate: Path, tmp_path: Path
) -> None:
    centre = guarded
    phone = centre.engine.place.phone

    def hears(listener: Baresip, hertz: float) -> bool:
        return constancy(listener.heard(last=1), hertz) > 0.9

    def of_operator(name: str, sound: str = "") -> Baresip:
        return Baresip(
            tmp_path / name, phone.tls_port, hertz=CALLER, authority=certificate, sound=sound
        )

    async def day() -> bytes:
        person = await asyncio.to_thread(centre.hire, "Laras")
        desk = Baresip(
            tmp_path / "desk",
            phone.sip_port,
            hertz=AGENT,
            address=DESKS,
            line=f"desk-{person}",
            password=PASSWORD,
        )
        async with desk:
            line = f"desk-{person}"
            await until("it is registered", lambda: lines.known(centre.engine.place)[line])
            await centre.sit(person)

            async with sipp(
                tmp_path / "sipp", phone.sip_port, hertz=CALLER, address=CLEAR
            ) as caller:
                await until("the agent hears SIPp", lambda: hears(desk, CALLER))
                (call,) = centre.calls
                assert (call.language, call.sector) == ("id", "laut")
                await asyncio.sleep(1)  # of which the recording is to have at least a half
                await desk.hang_up()
                async with asyncio.timeout(30):
                    assert await caller.wait() == 0
            await until("it is over", lambda: not centre.channels and not centre.calls)
            sound = await centre.recording(call.recording)

            async with of_operator("bare") as caller:
                await caller.call("151")
                closed = await caller.happens("CALL_CLOSED")
                assert "488" in closed["param"]
            async with of_operator("guarded", "srtp-mand") as caller:
                await caller.call("151")
                await caller.happens("CALL_ESTABLISHED")
                await caller.press("12")
                await until("the agent hears baresip", lambda: hears(desk, CALLER))
                await until("baresip hears the agent", lambda: hears(caller, AGENT))
                (call,) = centre.calls
                assert (call.language, call.sector) == ("id", "laut")
                await caller.hang_up()
                await until("it is over", lambda: not centre.channels and not centre.calls)
            return sound

    said, heard = channels(asyncio.run(day()))
    stretches = (slice(at, at + STRETCH) for at in range(0, len(said) - STRETCH, STRETCH // 2))
    assert any(
        constancy(said[part], CALLER) > 0.9 and constancy(heard[part], AGENT) > 0.9
        for part in stretches
    )
