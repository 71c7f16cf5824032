"""SIP telephones on desks: whose, and how the engine knows them."""

from __future__ import annotations

from django.db import models

from hubung.directory.models import Person
from hubung.kernel import clock


class DeskPhone(models.Model):
    """A telephone that may register as `desk-<person id>`; without its row it is cut off.

    Its password was shown once. What is kept is the digest that SIP needs (HA1 of RFC 2617, MD5):
    with it somebody could register, but nobody can tell the password from it.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="desk_phone")
    digest = models.CharField(max_length=32)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was last registered with the engine."
    )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As the engine knows it, and as it is typed into the telephone."""
        return f"desk-{self.person_id}"
