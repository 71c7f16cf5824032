"""Groups: one address, many readers, most of them by a rule."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Role, Sector, Unit
from hubung.mail.models.account import Account


class GroupRule(models.TextChoices):
    """Who belongs to a group; asked whenever somebody writes to it."""

    UNIT = "unit", _("Everybody in a unit")
    SUBTREE = "subtree", _("Everybody in a unit and below it")
    ROLE = "role", _("Everybody with a role")
    SECTOR = "sector", _("Everybody in a sector")
    CHOSEN = "chosen", _("Those who are chosen")


class Writers(models.TextChoices):
    ANYBODY = "anybody", _("Anybody, citizens too")
    MINISTRY = "ministry", _("Everybody in the ministry")
    MEMBERS = "members", _("Members only")
    CHOSEN = "chosen", _("Those who are chosen")


class Group(models.Model):
    """Its addresses are rows of `Address`."""

    name = models.CharField(max_length=200)
    rule = models.CharField(max_length=8, choices=GroupRule)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="mail_groups"
    )
    role = models.CharField(max_length=24, choices=Role, blank=True)
    sector = models.CharField(max_length=8, choices=Sector, blank=True)
    writers = models.CharField(max_length=8, choices=Writers, default=Writers.MINISTRY)
    moderated = models.BooleanField(
        default=False, help_text="Letters of those who may not write freely wait for a moderator."
    )
    moderator_role = models.CharField(
        max_length=24, choices=Role, blank=True, help_text="Who decides, beside the chosen ones."
    )
    made_by_rule = models.BooleanField(
        default=False, help_text="There because its unit is; it ends with it."
    )

    class Meta:
        verbose_name = "mail group"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="group_rule_has_its_object",
                condition=Q(rule__in=["unit", "subtree"], unit__isnull=False, role="", sector="")
                | Q(rule="role", sector="") & ~Q(role="")
                | Q(rule="sector", role="") & ~Q(sector="")
                | Q(rule="chosen", role="", sector=""),
            ),
            models.UniqueConstraint(
                name="one_made_group_of_a_unit",
                fields=["unit", "rule"],
                condition=Q(made_by_rule=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A chosen member: an account, or an address outside the ministry."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    account = models.ForeignKey(
        Account, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    outside = models.CharField(max_length=254, blank=True, help_text="Lower case.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="group_account_once", fields=["group", "account"]),
            models.UniqueConstraint(
                name="group_outsider_once",
                fields=["group", "outside"],
                condition=~Q(outside=""),
            ),
            models.CheckConstraint(
                name="group_member_inside_or_outside",
                condition=Q(account__isnull=False, outside="")
                | Q(account__isnull=True) & ~Q(outside=""),
            ),
        ]

    def __str__(self) -> str:
        return self.outside or str(self.account)


class GroupWriter(models.Model):
    """Who may write to a group where only chosen ones may."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="chosen_writers")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="group_writer_once", fields=["group", "account"])
        ]

    def __str__(self) -> str:
        return str(self.account)
