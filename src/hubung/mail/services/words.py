"""The words by which accounts are found follow their addresses and names."""

from __future__ import annotations

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from hubung.directory.models import Person
from hubung.kernel import analysis, bulk
from hubung.mail.models import Account, AccountWord

_STEP = 10_000
_NAME = Subquery(Person.objects.filter(pk=OuterRef("person")).values("name"))
#: What an account is called now.
_TOLD = Concat("login", Value(" "), Coalesce(_NAME, "label"))


@transaction.atomic
def keep_words(accounts: QuerySet[Account] | None = None) -> None:
    """All accounts, or these, are found by what they are called now.

    Each remembers what its words were taken from, so whatever renamed it need not tell.
    """
    outdated = (Account.objects.all() if accounts is None else accounts).exclude(words_from=_TOLD)
    found = list(outdated.annotate(told=_TOLD).values_list("words_from", "told"))
    # All of the old before any of the new: somebody's address may have been another's.
    before = [_login(words_from) for words_from, _told in found if words_from]
    for start in range(0, len(before), _STEP):
        AccountWord.objects.filter(account__login__in=before[start : start + _STEP]).delete()
    for start in range(0, len(found), _STEP):
        told = [each for _before, each in found[start : start + _STEP]]
        rows = [(_login(each), word) for each in told for word in _words(each)]
        bulk.insert_columns(
            AccountWord,
            account_id=[login for login, _word in rows],
            word=[word for _login, word in rows],
        )
    outdated.update(words_from=_TOLD)


def _login(told: str) -> str:
    return told.partition(" ")[0]


def _words(told: str) -> set[str]:
    """Without those of the domain, which would find everybody."""
    login, _space, name = told.partition(" ")
    local = login.partition("@")[0]
    return {word[: analysis.LONGEST_TOKEN] for word in analysis.words(f"{local} {name}")}
