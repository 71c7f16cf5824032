"""Who guesses at passwords is not heard for a while, and nobody else suffers for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network

import pytest

from hubung.telephony.asterisk import guard, silence
from hubung.telephony.asterisk.guard import Block, Guard, Refused
from hubung.telephony.asterisk.silence import Rule

pytestmark = pytest.mark.once

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def wrong(count: int, *, line: str = "desk-7", address: str = "10.1.0.9", port: int = 5060) -> list:
    return [Refused(line, address, port)] * count


def test_ten_wrong_passwords_silence_their_socket_and_nothing_else() -> None:
    one = Guard()
    assert one.take(wrong(9), NOON) == []
    assert one.take(wrong(1), NOON) == [Block("10.1.0.9", 5060, NOON + MINUTE)]
    assert one.refused == 10
    # What was on its way does not count twice.
    assert one.take(wrong(5), NOON) == []
    assert not one.ended(NOON + MINUTE / 2)
    assert one.ended(NOON + MINUTE)
    assert one.blocked == {}
    # The next block is longer, and a day later it is short again.
    assert one.take(wrong(10), NOON + MINUTE)[0].until == NOON + 3 * MINUTE
    one.ended(NOON + timedelta(days=2))
    assert one.take(wrong(10), NOON + timedelta(days=2))[0].until == (
        NOON + timedelta(days=2) + MINUTE
    )


def test_slow_mistakes_are_no_attack() -> None:
    one = Guard()
    for minute in range(60):
        assert one.take(wrong(1), NOON + minute * MINUTE) == []


def test_who_changes_ports_is_silenced_by_address() -> None:
    one = Guard()
    guesses = [Refused("", "10.1.0.9", port) for port in range(2000, 2030)]
    assert [(b.address, b.port) for b in one.take(guesses, NOON)] == [("10.1.0.9", 0)]


def test_a_trunks_address_is_never_silenced_whole() -> None:
    one = Guard()
    guesses = [Refused("desk-7", "10.1.0.9", port) for port in range(2000, 2060) for _ in "ab"]
    trunks = [IPv4Network("10.1.0.8/30")]
    assert all(block.port for block in one.take(guesses, NOON, trunks=trunks))
    # Its own socket never is: a sender's address can be forged.
    own = {("10.1.0.9", 5060)}
    assert one.take(wrong(1000), NOON, operators=own, trunks=trunks) == []


def test_many_who_guess_at_one_line_get_one_try_each() -> None:
    one = Guard()
    guesses = [Refused("desk-7", f"10.1.1.{host}", 5060) for host in range(30)]
    assert one.take(guesses, NOON) == []
    again = one.take([Refused("desk-7", "10.1.1.3", 5060)], NOON)
    assert [(b.address, b.port) for b in again] == [("10.1.1.3", 5060)]
    # Its owner, who knows the password, has never been wrong; a slip of theirs costs nothing.
    assert one.take([Refused("desk-7", "10.1.2.2", 5060)], NOON) == []


def test_a_registered_phone_has_more_tries() -> None:
    one = Guard()
    phone = {("10.1.0.9", 5060)}
    assert one.take(wrong(29, line=""), NOON, known=phone) == []
    assert one.take(wrong(21, line=""), NOON, known=phone) != []


def test_the_engines_words_are_understood() -> None:
    line = (
        '[2026-11-29 22:13:35.614] SECURITY[1] res_security_log.c: SecurityEvent="{}",EventTV="x",'
        'Severity="Error",Service="PJSIP",EventVersion="1",AccountID="{}",SessionID="f",'
        'LocalAddress="IPV4/UDP/127.0.0.1/5060",RemoteAddress="IPV4/UDP/127.0.0.2/36686",x\n'
    )
    said = "".join(
        line.format(event, account)
        for event, account in (
            ("ChallengeResponseFailed", "desk-7"),
            ("InvalidPassword", "<unknown>"),
            ("ChallengeSent", "desk-7"),
            ("SuccessfulAuth", "desk-7"),
            ("ChallengeResponseFailed", "+6281200000151"),
        )
    )
    assert list(guard.read(said)) == [
        Refused("desk-7", "127.0.0.2", 36686),
        Refused("", "127.0.0.2", 36686),
        Refused("", "127.0.0.2", 36686),
    ]


def test_the_filter_is_what_the_kernel_takes() -> None:
    """Its length: the kernel takes 4096 steps, and the most blocks need less."""
    rules = [Rule(IPv4Network("10.1.0.9"), passes=False, port=port) for port in range(1, 201)]
    assert len(silence.program(rules)) // 8 == 200 * 6 + 1
