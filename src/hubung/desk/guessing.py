"""What the words of a report say that its facts do not: offered to the agent, never forced.

A mail tells neither its kind nor its sector; the words that point to one are named beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hubung.cases.choices import Channel, Kind
from hubung.cases.lifecycle import Action
from hubung.cases.models import Case
from hubung.cases.suggest import suggest
from hubung.desk.forms import FactsForm
from hubung.directory.models import Sector


@dataclass(frozen=True)
class Guess:
    """One fact that is offered; `facts` are those of the corrected case, as a form sends them."""

    label: str
    words: str
    facts: dict[str, str]


def guesses(case: Case, actions: frozenset[str]) -> list[Guess]:
    """What the words of the report point to, for who may correct its facts."""
    if Action.EDIT not in actions or not case.is_open:
        return []
    return list(_guesses(case))


def _guesses(case: Case) -> Iterator[Guess]:
    found = suggest(f"{case.title}\n{case.text}")
    if found.sector and not case.sector:
        yield _guess(case, "sector", found.sector, Sector(found.sector).label, found.sector_words)
    untold = case.channel == Channel.MAIL and case.kind == Kind.COMPLAINT
    if untold and found.kind not in ("", Kind.COMPLAINT):
        yield _guess(case, "kind", found.kind, Kind(found.kind).label, found.kind_words)


def _guess(case: Case, name: str, value: str, label: object, words: tuple[str, ...]) -> Guess:
    facts = {fact: getattr(case, fact) for fact in FactsForm.FACTS} | {name: value}
    # A box that is not ticked is not sent.
    sent = {fact: str(said) for fact, said in facts.items() if said not in (None, "", False)}
    return Guess(str(label), ", ".join(words), sent)
