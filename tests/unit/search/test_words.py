"""What tells two words apart, what is shown of a text, and what a question is made of."""

from __future__ import annotations

import pytest

from hubung.kernel.pdftext import text_of
from hubung.search import snippets, tokens
from hubung.search.vocabulary import distance


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("kapal", "kapal", 0),
        ("kapal", "kapall", 1),
        ("kapal", "kpal", 1),
        ("kapal", "kaapl", 1),
        ("kapal", "kopal", 1),
        ("pelabuhan", "plabuhen", 2),
        ("", "kapal", 5),
    ],
)
def test_slips_are_counted(one: str, other: str, steps: int) -> None:
    assert distance(one, other) == distance(other, one) == steps


def test_a_snippet_shows_the_place_and_marks_every_form_of_the_word() -> None:
    text = "Isi pembuka. " * 60 + "Kapal berlabuh di <Bitung>. " + "Penutup. " * 60
    shown = snippets.snippet("Ringkasan.", [text], frozenset(tokens.stems_of("pelabuhan")))
    assert "<mark>berlabuh</mark> di &lt;Bitung&gt;" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 2 * snippets.LENGTH


def test_without_the_word_the_summary_is_shown() -> None:
    assert snippets.snippet("Ringkasan.", ["Isi."], frozenset({"labuh"})) == "Ringkasan."


def test_a_file_that_is_no_pdf_has_no_words() -> None:
    with open(__file__, "rb") as document:
        assert text_of(document) == ""
