"""Nobody gets from outside to a line that costs money: every way that we know of, tried.

The operator, an agent's telephone with its password, and a stranger try; a second trunk, to which
all our own calls would go, listens and must hear nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from hubung.telephony.ari import CONNECTED, Ari
from hubung.telephony.asterisk import lines
from hubung.telephony.asterisk.lines import Line
from hubung.telephony.settings import Trunk
from tests.engine.sip import Knock
from tests.support.asterisk import RunningEngine, running_engine
from tests.support.telephone import Telephone

pytestmark = pytest.mark.once

DESK, OPERATOR, STRANGER = "127.0.0.2", "127.0.0.4", "127.0.0.9"
PASSWORD = "sandi-telepon-contoh"
DIALLED = (
    # Numbers, with and without a prefix for a line outside.
    "00442079460000", "+442079460000", "081200000000", "9081200000000", "0900123456", "112",
    "151081200000000", "151,081200000000", "151p081200000000", "151;081200000000",
    # Codes of exchanges: forward, pick up, park, transfer, spy.
    "*8", "%2A8", "*72081200000000", "*21*081200000000%23", "700", "%23%23081200000000", "*1",
    # Names of what is inside.
    "s", "h", "i", "t", "stand-in", "from-trunk", "hubung-record", "agent-1", "desk-7",
    "trunk-operator", "151@from-agent", "0900%40trunk-operator", "_X.", "_%5B0-9%5D.",
    # Names of channels, and more than one of them.
    "Local%2F151@from-trunk", "PJSIP%2Ftrunk-operator", "PJSIP%2F0900%40trunk-operator",
    "151%26PJSIP%2F0900%40trunk-operator",
    # What a dialplan would work out.
    "$%7BEVAL(0900)%7D", "$%7BSHELL(id)%7D", "$%5B1+150%5D", "%00151", "151%00", "151%0d%0aX:y",
)  # fmt: skip
#: What stands behind these signs is no part of the number: they call 151 and nothing else.
STILL_151 = ("151;081200000000", "151%00")
ASKED = (
    ("REFER", ["Refer-To: <sip:0900@127.0.0.4>", "Referred-By: <sip:151@127.0.0.1>"]),
    ("REFER", ["Refer-To: <sip:151@127.0.0.1?Replaces=x%3Bto-tag%3Dy%3Bfrom-tag%3Dz>"]),
    ("INVITE", ["Replaces: x;to-tag=y;from-tag=z", "Require: replaces"]),
    ("INVITE", ["Join: x;to-tag=y;from-tag=z", "Require: join"]),
    ("INVITE", ["Target-Dialog: x;local-tag=y;remote-tag=z", "Require: tdialog"]),
    ("SUBSCRIBE", ["Event: dialog"]),
    ("SUBSCRIBE", ["Event: message-summary"]),
    ("NOTIFY", ["Event: refer", "Subscription-State: active"]),
    ("PUBLISH", ["Event: presence"]),
    ("MESSAGE", []),
    ("REGISTER", ["Expires: 3600"]),
)


@dataclass
class Gate:
    """The engine, and the trunk that costs money."""

    engine: RunningEngine
    operator: socket.socket

    @property
    def went_out(self) -> list[str]:
        """The first lines of what was sent to the operator."""
        heard = []
        while True:
            try:
                heard.append(self.operator.recv(65535).decode(errors="replace").split("\r\n")[0])
            except BlockingIOError:
                return heard


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as operator:
        operator.bind((OPERATOR, 0))
        operator.setblocking(False)
        trunks = (
            Trunk(name="this-machine", host="127.0.0.1", outgoing=False, check_seconds=0),
            Trunk(name="operator", host=OPERATOR, port=operator.getsockname()[1], check_seconds=0),
        )
        with running_engine(trunks=trunks, networks=(f"{DESK}/32",)) as engine:
            lines.put(engine.place, Line("desk-7", PASSWORD))
            yield Gate(engine, operator)


@pytest.fixture(autouse=True)
def _costs_nothing(gate: Gate) -> Iterator[None]:
    yield
    assert gate.went_out == []
    assert "trunk-operator" not in gate.engine.command("core show channels concise")


def test_a_trunk_reaches_nothing_but_the_number(gate: Gate) -> None:
    with Knock(gate.engine.sip_port) as trunk:
        for dialled in DIALLED:
            trunk.ask("INVITE", dialled)
            # An address that is none gets no answer.
            status = trunk.answer(1 if "@" in dialled else 10) or 400
            assert status >= 400 or dialled in STILL_151, (dialled, status)


def test_nor_by_a_transfer_a_replacement_or_another_method(gate: Gate) -> None:
    with Knock(gate.engine.sip_port) as trunk:
        for method, headers in ASKED:
            trunk.ask(method, "081200000000", headers=headers)
            status = trunk.answer()
            assert status is not None, method
            assert status >= 400, (method, headers)


def test_an_agents_telephone_only_asks_our_program(gate: Gate) -> None:
    """Which is away here; what it allows is its own affair, and tested there."""
    with Knock(gate.engine.sip_port, source=DESK) as desk:
        for dialled in DIALLED:
            status = desk.dial("desk-7", PASSWORD, dialled, 1 if "@" in dialled else 10) or 400
            assert status >= 400, (dialled, status)


def test_a_caller_who_is_through_cannot_send_the_call_on(gate: Gate) -> None:
    async def day() -> None:
        async with Telephone(gate.engine.sip_port, tone=450.0) as caller:
            assert await caller.call("151") == 200
            for headers in (
                ["Refer-To: <sip:081200000000@127.0.0.4>"],
                ["Refer-To: <sip:151@127.0.0.1>", "Referred-By: <sip:151@127.0.0.1>"],
            ):
                assert (await caller.ask("REFER", *headers) or 500) >= 400
            for key in "#1", "*2", "##", "*8":
                await caller.press(key)
            body = "Signal=#\r\nDuration=160\r\n"
            await caller.ask("INFO", "Record: on", body=body)
            shown = gate.engine.command("core show channels concise").splitlines()
            assert all("trunk-this-machine" in line for line in shown if "!" in line)

    asyncio.run(day())


def test_a_telephone_that_says_it_has_moved_is_not_followed(gate: Gate) -> None:
    operator = f"{OPERATOR}:{gate.operator.getsockname()[1]}"
    entered = []

    async def day() -> None:
        async with (
            Ari(gate.engine.url, gate.engine.user, gate.engine.password) as ari,
            Telephone(gate.engine.sip_port, tone=450.0, address=DESK, answer_after=None) as desk,
            asyncio.timeout(60),
        ):
            await desk.register("desk-7", PASSWORD)
            targets = iter(
                (
                    f"sip:0900@{operator}",
                    "sip:151@127.0.0.1",
                    "sip:0900@trunk-operator",
                    "sip:s;phone-context=stand-in@127.0.0.1",
                    "tel:+442079460000",
                )
            )

            async def ring() -> None:
                await ari.post("channels", endpoint="PJSIP/desk-7", app="hubung", appArgs="leg")

            async for event in ari.events("hubung"):
                if event["type"] == "StasisStart":
                    entered.append(event["args"])
                if event is CONNECTED or event["type"] == "ChannelDestroyed":
                    target = next(targets, None)
                    if target is None:
                        return
                    await ring()
                    await desk.ringing.wait()
                    desk.move(target)

    asyncio.run(day())
    assert entered == []


def test_a_stranger_is_not_even_answered(gate: Gate) -> None:
    with Knock(gate.engine.sip_port, source=STRANGER) as stranger:
        for dialled in ("151", "081200000000"):
            stranger.ask("INVITE", dialled, caller="trunk-operator")
            stranger.ask("INVITE", dialled, headers=[f"Via: SIP/2.0/UDP {OPERATOR}:5060"])
        assert stranger.answer(0.5) is None
