"""People of the public who have an account: a proven mail address, and nothing else of them.

They are no `Person`: whoever is one of these can hold no role, whatever else goes wrong.
"""

from __future__ import annotations

from django.db import models

from hubung.cases.models import Case
from hubung.kernel import clock


class Member(models.Model):
    """An account. Its address was proved by whoever opened it, and at each sign-in anew."""

    email = models.EmailField(unique=True, help_text="Lower case.")
    language = models.CharField(max_length=2, default="id")
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(default=clock.now, help_text="The last sign-in.")

    class Meta:
        indexes = [models.Index(fields=["last_used_at"], name="member_last_used")]

    def __str__(self) -> str:
        return f"member {self.pk}"

    @property
    def subject(self) -> str:
        """What the access log calls them."""
        return f"member:{self.pk}"


class SignIn(models.Model):
    """A browser in which a member is signed in. Only that browser has the key."""

    key_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key.")
    member = models.ForeignKey(Member, models.CASCADE, related_name="sign_ins")
    phone = models.CharField(
        max_length=20,
        blank=True,
        db_default="",
        help_text="E.164; a provider from outside vouched for it. Nothing else proves one.",
    )
    device = models.CharField(max_length=60, blank=True, help_text="As “Chrome, Android”.")
    began_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class Claim(models.Model):
    """A report without the address, by telephone or at a counter, that number and code proved.

    Never one that is protected (`reports.shown`): no row may tie somebody to it.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="claims")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="claimed_once", fields=["member", "case"])]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.case_id}"


class Challenge(models.Model):
    """Somebody says that an address is theirs, and has been written to with a code.

    The code follows from the letter's token (`channels.email.codes`); empty: there is no letter,
    so no code is right.
    """

    key_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key.")
    email = models.EmailField(help_text="Lower case.")
    language = models.CharField(max_length=2)
    token = models.CharField(max_length=16, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["email", "asked_at"], name="challenge_email")]

    def __str__(self) -> str:
        return f"challenge {self.pk}"
