"""Numbers of callers, the one way out, and the short keys of browsers' relays."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from hubung.telephony.asterisk import numbers, outbound, relays
from hubung.telephony.settings import Phone, Trunk

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("+6281234567890", "+6281234567890"),
        ("081234567890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("(021) 381-1308", "+62213811308"),
        ("442079460000", "+442079460000"),
        ("+62899123456789", "+62899123456789"),
        # Nobody's: no number, a short code, a number of no country.
        ("", ""),
        ("anonymous", ""),
        ("Restricted", ""),
        ("151", ""),
        ("14045", ""),
        ("+151", ""),
        ("00442079460000", ""),
        ("9" * 40, ""),
        ("081234567890;phone-context=x", ""),
        ("\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", ""),
    ],
)
def test_a_caller_is_a_whole_number_or_nobody(said: str, number: str) -> None:
    assert numbers.caller(said) == number


PHONE = Phone(
    trunks=(
        Trunk(name="second", host="192.0.2.2", order=2, numbers="national", caller="+62213811308"),
        Trunk(name="first", host="192.0.2.1", order=1),
        Trunk(name="inward", host="192.0.2.3", order=0, outgoing=False),
    )
)


def test_our_calls_go_through_the_trunks_in_their_order() -> None:
    first, second = outbound.ways("0812 3456 7890", PHONE)
    assert first == outbound.Way("first", "PJSIP/+6281234567890@trunk-first", "151")
    assert second == outbound.Way("second", "PJSIP/081234567890@trunk-second", "+62213811308")
    assert outbound.ways("+6281234567890", Phone()) == []


@pytest.mark.parametrize("cause", [3, 18, 27, 34, 38, 42])
def test_a_trunk_that_fails_gives_way_to_the_next(cause: int) -> None:
    assert outbound.is_trunks_fault(cause)


def test_a_callee_who_is_busy_or_declines_is_not_rung_through_another_trunk() -> None:
    assert not any(outbound.is_trunks_fault(cause) for cause in (16, 17, 19, 21))
    assert outbound.is_trunks_fault(21, 403)
    assert not outbound.is_trunks_fault(21, 603)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "anonymous",
        "151",
        "110",
        "14045",
        "1500151",  # who called with such a number is called back at the caller's cost, or ours
        "08091234567",  # premium
        "+19005551234",  # premium, abroad
        "+442079460000",  # abroad
        "001442079460000",
        "+881612345678",  # a satellite
        "+6281234567890@192.0.2.66",
        "+6281234567890@trunk-first",
        "+6281234567890/sip:evil@192.0.2.66",
        "+6281234567890&PJSIP/0900",
        "+6281234567890,30,G(stand-in)",
        "+6281234567890;ext=1",
        "+6281234567890\r\nVia: x",
        "Local/151@from-trunk",
        "PJSIP/trunk-first/sip:0900@x",
        "${EVAL(x)}",
        "*8",
        "*21*0900#",
        "tel:+6281234567890",
        "\u0660812345678901",
    ],
)
def test_no_other_number_is_dialled(number: str) -> None:
    with pytest.raises(outbound.NotDialledError):
        outbound.ways(number, PHONE)


def test_a_browsers_password_for_turn_is_short_lived() -> None:
    phone = Phone(
        stun=("stun:relay.example:3478",),
        turn=("turn:relay.example:3478?transport=udp", "turns:relay.example:5349"),
        turn_secret="rahasia",
        turn_seconds=600,
    )
    stun, turn = relays.ice_servers(phone, who="17", now=datetime(2026, 3, 1, tzinfo=UTC))
    assert stun == {"urls": ["stun:relay.example:3478"]}
    assert turn["urls"] == list(phone.turn)
    until = int(datetime(2026, 3, 1, 0, 10, tzinfo=UTC).timestamp())
    assert turn["username"] == f"{until}:17"
    expected = hmac.new(b"rahasia", turn["username"].encode(), hashlib.sha1).digest()
    assert base64.b64decode(turn["credential"]) == expected
    assert relays.ice_servers(Phone(), who="17", now=datetime(2026, 3, 1, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (lambda: Trunk(name="a", host="h", sound="sdes"), 'needs transport = "tls"'),
        (lambda: Phone(trunks=(Trunk(name="a", host="h", transport="tls"),)), "tls_certificate"),
        (lambda: Phone(turn=("turn:relay.example",)), "turn_secret"),
        (lambda: Phone(turn=("https://relay.example",)), "is no server"),
        (lambda: Phone(outgoing_countries=("Indonesia",)), "is no country"),
        (lambda: Trunk(name="a", host="h\nmatch=0.0.0.0/0"), "match pattern"),
        (lambda: Trunk(name="a", host="h", networks=("0.0.0.0/0\n",)), "networks"),
    ],
)
def test_settings_that_cannot_work_are_said(said: object, wrong: str) -> None:
    assert callable(said)
    with pytest.raises(ValidationError, match=wrong):
        said()
