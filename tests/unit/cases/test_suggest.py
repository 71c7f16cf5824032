"""What the words of a report point to."""

from __future__ import annotations

import pytest

from hubung.cases.choices import Kind
from hubung.cases.suggest import KINDS, SECTORS, suggest


@pytest.mark.parametrize(
    ("text", "kind", "sector"),
    [
        ("Ada pungli di terminal tipe A Arjosari.", Kind.MISCONDUCT, "darat"),
        ("Petugas meminta uang rokok di jembatan timbang", Kind.MISCONDUCT, "darat"),
        ("Sertifikat pelaut saya belum terbit sejak bulan lalu.", Kind.COMPLAINT, "laut"),
        ("Refund tiket pesawat belum dibayar maskapainya.", Kind.COMPLAINT, "udara"),
        ("Mohon informasi, bagaimana cara urus buku pelaut?", Kind.INFORMATION_REQUEST, "laut"),
        ("Saran saya, sebaiknya perlintasan itu diberi palang pintu.", Kind.SUGGESTION, "kereta"),
        ("Terima kasih atas pelayanannya, masinis KRL sangat ramah.", Kind.PRAISE, "kereta"),
        ("The airline lost my baggage, I complain about the delay.", Kind.COMPLAINT, "udara"),
    ],
)  # fmt: skip
def test_it_understands_what_people_write(text: str, kind: Kind, sector: str) -> None:
    found = suggest(text)
    assert (found.kind, found.sector) == (kind, sector)
    assert all(word in text.casefold() for word in (*found.kind_words, *found.sector_words))
    assert found.kind_words
    assert found.sector_words


@pytest.mark.parametrize(
    "text",
    ["", "Halo.", "Saya suka bakso.", "sarana kalori sukarela relawan", "busana portal rapat"],
)
def test_it_says_nothing_where_it_knows_nothing(text: str) -> None:
    found = suggest(text)
    assert (found.kind, found.sector) == ("", "")


def test_two_meanings_of_one_weight_are_no_suggestion() -> None:
    assert suggest("Naik pesawat lalu naik kereta.").sector == ""


def test_the_reason_is_the_word_as_it_was_written() -> None:
    assert suggest("PUNGUTAN  LIAR lagi").kind_words == ("pungutan liar",)


def test_a_longer_find_is_not_counted_twice() -> None:
    assert suggest("Antre di terminal bus.").sector_words == ("terminal bus",)


def test_every_weight_is_one_to_three_and_every_word_is_small() -> None:
    for lexicon in (*KINDS.values(), *SECTORS.values()):
        for word, weight in lexicon.items():
            assert weight in (1, 2, 3), word
            assert word == word.casefold()
