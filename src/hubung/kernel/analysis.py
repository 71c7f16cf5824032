"""Words of a text as searches compare them: folded, split, stemmed (Indonesian, or English).

Done here and not in the databases, so that both find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import Stemmer

LONGEST_TOKEN = 40
_WORD = re.compile(r"[^\W_]+")


def tokens(*texts: str) -> Iterable[str]:
    """The stems of all words, in order, repeated where the text repeats them."""
    for text in texts:
        for word in _WORD.findall(_folded(text)):
            yield stem(word[:LONGEST_TOKEN])


def words(text: str) -> list[str]:
    """The words themselves, folded but whole."""
    return _WORD.findall(_folded(text))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str = "id") -> str:
    """Idempotent enough for search: `pelabuhan` and `berlabuh` meet in `labuh`."""
    return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    # What it has found is kept above, for all languages in one place.
    return Stemmer.Stemmer({"id": "indonesian", "en": "english"}[language], maxCacheSize=0)


def _folded(text: str) -> str:
    if text.isascii():  # as nearly all of it is
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
