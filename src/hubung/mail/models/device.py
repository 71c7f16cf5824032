"""Mail programs of a person: a password for each, and when it was last used."""

from __future__ import annotations

from django.db import models

from hubung.kernel import clock
from hubung.mail.models.account import Account


class AppPassword(models.Model):
    """A long random secret for one mail program on one device; it was shown once.

    It has more than 128 bits, so a plain digest keeps it: nobody can try them all, and the daemons
    look it up in an index.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="app_passwords")
    name = models.CharField(max_length=60, help_text="Which device, in its owner's words.")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.account}: {self.name}"


class Ticket(models.Model):
    """Lets the program itself change somebody's rules at the mail server, for a minute."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} ({self.expires_at:%H:%M:%S})"


class Use(models.Model):
    """The last sign-in to a service: written by Dovecot, read by us.

    `service` is Dovecot's name (`imap`, `sieve`), or with the app password behind a slash
    (`imap/17`).
    """

    pk = models.CompositePrimaryKey("login", "service")
    login = models.CharField(max_length=254)
    service = models.CharField(max_length=40)
    at = models.BigIntegerField(help_text="Seconds since 1970.")

    def __str__(self) -> str:
        return f"{self.login} ({self.service})"
