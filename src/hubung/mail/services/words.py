"""The words by which accounts are found follow their addresses, units and names."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import BigIntegerField, CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from hubung.directory.models import Person
from hubung.kernel import analysis, bulk
from hubung.mail.models import Account, AccountWord

_STEP = 10_000
_PERSON = Person.objects.filter(pk=OuterRef("person"))
_NAME = Coalesce(Subquery(_PERSON.values("name")), "label")
#: Empty: of none.
_UNIT = Coalesce(Subquery(_PERSON.values("unit")), "unit", output_field=BigIntegerField())
_UNIT_TOLD = Coalesce(Cast(_UNIT, CharField(max_length=20)), Value(""))
#: What an account is called now, and whose it is.
_TOLD = Concat("login", Value(" "), _UNIT_TOLD, Value(" "), _NAME)


@transaction.atomic
def keep_words(accounts: QuerySet[Account] | None = None) -> None:
    """All accounts, or these, are found by what they are called now, in the units they are in now.

    Each remembers what its words were taken from, so whatever changed it need not tell.
    """
    outdated = (Account.objects.all() if accounts is None else accounts).exclude(words_from=_TOLD)
    found = list(outdated.annotate(told=_TOLD).values_list("words_from", "told"))
    # All of the old before any of the new: somebody's address may have been another's.
    before = [_login(words_from) for words_from, _told in found if words_from]
    for start in range(0, len(before), _STEP):
        AccountWord.objects.filter(account__login__in=before[start : start + _STEP]).delete()
    for start in range(0, len(found), _STEP):
        told = [each for _before, each in found[start : start + _STEP]]
        rows = [row for each in told for row in _rows(*each.split(" ", 2))]
        bulk.insert_columns(
            AccountWord,
            account_id=[login for login, _word, _unit in rows],
            word=[word for _login, word, _unit in rows],
            unit_id=[unit for _login, _word, unit in rows],
        )
    outdated.update(words_from=_TOLD)


def _login(told: str) -> str:
    return told.partition(" ")[0]


def _rows(login: str, unit: str, name: str) -> Iterator[tuple[str, str, int | None]]:
    """Without words of the domain, which would find everybody."""
    local = login.partition("@")[0]
    found = {word[: analysis.LONGEST_TOKEN] for word in analysis.words(f"{local} {name}")}
    yield from ((login, word, int(unit) if unit else None) for word in found)
