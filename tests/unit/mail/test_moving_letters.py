"""Messages on their way: known again, and as many together as fit."""

from __future__ import annotations

from hubung.mail.moving.letters import (
    MOST_BYTES,
    MOST_TOGETHER,
    Known,
    digest,
    portable,
    together,
)


def sizes(*numbers: int) -> list[Known]:
    return [Known(uid, size, frozenset()) for uid, size in enumerate(numbers, 1)]


def uids(letters: list[Known], **more: set[int]) -> list[list[int]]:
    return [[one.uid for one in batch] for batch in together(letters, **more)]


def test_batches_hold_all_in_their_order_and_are_bounded() -> None:
    letters = sizes(*[10] * (2 * MOST_TOGETHER + 1))
    assert [len(batch) for batch in together(letters)] == [MOST_TOGETHER, MOST_TOGETHER, 1]
    assert [one for batch in together(letters) for one in batch] == letters
    assert uids(sizes(10, MOST_BYTES, 10, 10)) == [[1], [2], [3, 4]]
    assert uids(sizes(MOST_BYTES * 9)) == [[1]]
    assert uids([]) == []


def test_suspects_go_alone() -> None:
    assert uids(sizes(1, 1, 1, 1, 1), alone={3, 4}) == [[1, 2], [3], [4], [5]]


def test_a_message_is_known_again_however_a_server_ends_its_lines() -> None:
    assert digest(b"Subject: a\r\n\r\nb\r\n") == digest(b"Subject: a\n\nb\n")
    assert digest(b"a\0b") == digest(b"a\x80b")
    assert digest(b"Subject: a\r\n\r\nb\r\n") != digest(b"Subject: a\r\n\r\nc\r\n")


def test_flags_of_one_server_or_session_stay_behind() -> None:
    assert portable([b"\\Seen", b"\\Recent", b"\\Important", b"$Forwarded"]) == {
        "\\Seen",
        "$Forwarded",
    }
