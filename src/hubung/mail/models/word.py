"""The words by which accounts are found: see `hubung.mail.finding`."""

from __future__ import annotations

from django.db import models

from hubung.directory.models import Unit
from hubung.kernel.analysis import LONGEST_TOKEN
from hubung.mail.models.account import Account


class AccountWord(models.Model):
    """A word of an account's address or of its name, folded, and whose account it is."""

    #: By its address: so the index of the words knows the order of a list without the accounts.
    account = models.ForeignKey(
        Account,
        models.CASCADE,
        to_field="login",
        db_column="login",
        related_name="words",
        db_index=False,
    )
    word = models.CharField(max_length=LONGEST_TOKEN)
    #: That of its person, or its own if it is shared: so a word and units are looked for at once.
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, db_index=False, db_constraint=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="account_word_once", fields=["account", "word"])
        ]
        indexes = [
            # Of this class PostgreSQL finds beginnings whatever language the database sorts by.
            models.Index(
                name="account_word_begins",
                fields=["word", "account", "unit"],
                opclasses=["varchar_pattern_ops", "varchar_ops", "int8_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.word}: {self.account_id}"
