"""Domains, the addresses in them, and where else mail goes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hubung.directory.models import Person, Post, Unit
from hubung.kernel import clock
from hubung.mail.models.account import Account
from hubung.mail.models.group import Group


class Domain(models.Model):
    """A domain that mail is accepted for."""

    name = models.CharField(max_length=190, unique=True, help_text="Lower case.")
    alias_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="aliases",
        help_text="Every address of that domain is also one of this, as of the old name's.",
    )
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="domain_is_not_its_own_alias",
                condition=Q(alias_of__isnull=True) | ~Q(alias_of=F("pk")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A name before an `@`, once in the ministry, and what it stands for.

    An account's own addresses; or those of a post, a unit or a group, which belong to whoever is
    its holder, its head or its member at the moment when somebody writes.
    """

    address = models.CharField(max_length=254, unique=True, help_text="In full, lower case.")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="addresses")
    account = models.ForeignKey(
        Account, models.CASCADE, null=True, blank=True, related_name="addresses"
    )
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="mail_addresses"
    )
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="mail_addresses"
    )
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="addresses"
    )
    fallback = models.ForeignKey(
        Account,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who gets it while the post is vacant or the unit has no head.",
    )
    derived = models.BooleanField(
        default=False, help_text="There because its domain is another one's alias."
    )
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "addresses"
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                name="address_stands_for_one_thing",
                condition=Q(account__isnull=False, post=None, unit=None, group=None)
                | Q(account=None, post__isnull=False, unit=None, group=None)
                | Q(account=None, post=None, unit__isnull=False, group=None)
                | Q(account=None, post=None, unit=None, group__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def local(self) -> str:
        return self.address.rpartition("@")[0]


class Forward(models.Model):
    """Mail of an account goes elsewhere, or there as well."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="forwards")
    target = models.CharField(max_length=254, help_text="Lower case.")
    keep_copy = models.BooleanField(default=True)
    ends_on = models.DateField(null=True, blank=True, help_text="The first day without it.")
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="forward_once", fields=["account", "target"])]

    def __str__(self) -> str:
        return f"{self.account} → {self.target}"
