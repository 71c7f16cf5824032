"""The tokens that an item is found by: one string, which every index splits at spaces.

    labuh       a stem, anywhere in it          =labuh     the same, in its title
    :klayanan   a facet: what kind it is, of which sector, year, unit and units above

So a search is the same question to SQLite, PostgreSQL and OpenSearch: all of these groups, one of
each. Stems are made here (`kernel.analysis`), so that all of them find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from hubung.directory.models import Unit
from hubung.kernel import analysis
from hubung.search.models import Item

#: More of a text than this is not looked into: some two hundred pages.
LONGEST_TEXT = 400_000
_TITLE, _FACET = "=", ":"
#: Words that stand in every text and tell nothing, of both languages.
_TELL_NOTHING = """
    ada adalah agar akan antara apa atas atau bagaimana bagi bahwa belum bisa cara dalam dan dapat
    dari dengan di dimana harus ini itu jika juga kapan karena ke kepada lagi maka mana mau oleh
    pada para saat saja sampai saya sebagai secara sedang semua seperti serta siapa sudah supaya
    tentang telah tersebut untuk yaitu yang
    a an and are as at be by can do does for from how i in is it my of on or that the this to was
    what when where which who will with you your
"""
_EMPTY = frozenset(_TELL_NOTHING.split())


def words(text: str) -> Iterator[str]:
    """The words that tell something, folded; a long one is cut."""
    for word in analysis.words(text):
        if word not in _EMPTY:
            yield word[: analysis.LONGEST_TOKEN]


def distinct_words(item: Item) -> set[str]:
    """Every word of an item."""
    return {word for _language, text in item.texts for word in words(text[:LONGEST_TEXT])}


def of(item: Item, unit: Unit | None) -> str:
    """All tokens of an item, each once."""
    found: dict[str, None] = {}
    for language, text in item.texts:
        found.update(dict.fromkeys(_stems(text[:LONGEST_TEXT], language)))
    for language, text in item.texts[:2]:
        found.update(dict.fromkeys(map(titled, _stems(text, language))))
    found.update(dict.fromkeys(_facets(item, unit)))
    return " ".join(found)


def _stems(text: str, language: str) -> Iterator[str]:
    return (analysis.stem(word, language) for word in words(text))


def stems_of(word: str) -> list[str]:
    """What a word that somebody looks for may be in the index: its stem in either language."""
    return list(dict.fromkeys((analysis.stem(word), analysis.stem(word, "en"))))


def titled(stem: str) -> str:
    return f"{_TITLE}{stem}"


def _facets(item: Item, unit: Unit | None) -> Iterable[str]:
    yield kind_facet(item.kind)
    if item.sector:
        yield sector_facet(item.sector)
    if item.day:
        yield year_facet(item.day)
    if unit is not None:
        for pk in unit.path.strip("/").split("/"):
            yield unit_facet(int(pk))


def kind_facet(kind: str) -> str:
    return f"{_FACET}k{kind}"


def sector_facet(sector: str) -> str:
    return f"{_FACET}s{sector}"


def year_facet(day: date | int) -> str:
    return f"{_FACET}y{day.year if isinstance(day, date) else day}"


def unit_facet(pk: int) -> str:
    """Of a unit: things of the units below it have it too."""
    return f"{_FACET}u{pk}"
