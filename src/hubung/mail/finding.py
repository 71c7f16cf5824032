"""Accounts found by words of their names and addresses; each stands for all that begin so.

A word that few accounts have leads to them. Where every word is common, the accounts that are
sought are met soon enough on the way through the list.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hubung.kernel import analysis
from hubung.mail import queries
from hubung.mail.models import Account, AccountWord

#: Of a word: so many accounts are looked at one by one before anybody notices.
RARE = 50_000
#: More words make no search clearer.
MOST_WORDS = 8


def logins(
    accounts: QuerySet[Account], text: str, units: Collection[int] | None = None
) -> QuerySet[Any, str]:
    """The addresses, each once and in no order, of those of the accounts that have every word.

    The column is `found`. What has an `@` stands in the address just so. With units, of those that
    are in one of them.
    """
    words = _words(text)
    for term in text.lower().split():
        if "@" in term or not analysis.words(term):
            accounts = accounts.filter(login__contains=term)
    if units is not None and (not words or queries.are_few(units)):
        accounts, units = accounts.filter(queries.in_units(units)), None
    few = _few(accounts) if words and units is None else None
    leading = _leading(words, units) if few is None else None
    if leading is None:
        met = accounts if few is None else Account.objects.filter(login__in=few)
        met = met.filter(*(_has(word, "login") for word in words))
        return met.order_by().annotate(found=F("login")).values_list("found", flat=True)
    named = AccountWord.objects.filter(
        _begins(leading), *(_has(word, "account") for word in words if word != leading)
    )
    if units is not None:
        named = named.filter(unit__in=units)
    if accounts.query.has_filters():
        named = named.filter(Exists(accounts.filter(login=OuterRef("account"))))
    return named.annotate(found=F("account_id")).values_list("found", flat=True).distinct()


def _few(accounts: QuerySet[Account]) -> list[str] | None:
    """Their addresses, where something else than words leaves no more than `queries.FEW`."""
    if not accounts.query.has_filters():
        return None
    found = list(accounts.order_by().values_list("login", flat=True)[: queries.FEW + 1])
    return found if len(found) <= queries.FEW else None


def _words(text: str) -> list[str]:
    """What is looked for by beginnings: of an address, only what stands before its domain."""
    found = [word for term in text.split() for word in analysis.words(term.partition("@")[0])]
    return [word[: analysis.LONGEST_TOKEN] for word in dict.fromkeys(found)][:MOST_WORDS]


def _leading(words: Sequence[str], units: Collection[int] | None) -> str | None:
    """The word that the fewest have, to look at each of them.

    None where all are common, or there is none. The index of words tells whose they are, so of
    units a common one will do.
    """
    if units is not None and len(words) == 1:
        return words[0]
    counts = {word: AccountWord.objects.filter(_begins(word))[: RARE + 1].count() for word in words}
    rare = (word for word in words if units is not None or counts[word] <= RARE)
    return min(rare, key=counts.__getitem__, default=None)


def _has(word: str, login: str) -> Exists:
    return Exists(AccountWord.objects.filter(_begins(word), account=OuterRef(login)))


def _begins(word: str) -> Q:
    if connection.vendor == "sqlite":  # whose LIKE does not use an index
        return Q(word__gte=word, word__lt=word + chr(0x10FFFF))
    return Q(word__startswith=word)
