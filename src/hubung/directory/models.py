"""The ministry: units with dated names and successors, posts and their holders, people and roles.

Units are renamed, merged and split by decree (DOMAIN.md §6): a unit row never changes its meaning;
it closes and names its successor, and whatever belonged to it follows.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hubung.directory.importing.models import ImportFile as ImportFile
from hubung.directory.importing.models import ImportJob as ImportJob
from hubung.kernel import clock
from hubung.kernel.sealed import SealedNumber
from hubung.ui.people import mask_number


class Sector(models.TextChoices):
    LAND = "darat", _("Land")
    SEA = "laut", _("Sea")
    AIR = "udara", _("Air")
    RAIL = "kereta", _("Rail")


class TimeZone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class UnitKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    SECRETARIAT = "secretariat", _("Secretariat General")
    INSPECTORATE = "inspectorate", _("Inspectorate General")
    DIRECTORATE_GENERAL = "directorate_general", _("Directorate General")
    AGENCY = "agency", _("Agency")
    DIRECTORATE = "directorate", _("Directorate")
    OFFICE = "office", _("Regional office")
    CONTACT_CENTRE = "contact_centre", _("Contact centre")
    TEAM = "team", _("Team")


def today(zone: str = TimeZone.WIB) -> date:
    """The date now, in a zone."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


class Unit(models.Model):
    """An organisational unit, from its founding to its end."""

    code = models.CharField(
        max_length=40, unique=True, help_text="Stable code, as `DJPL` or `KSOP-BIT`."
    )
    kind = models.CharField(max_length=24, choices=UnitKind, default=UnitKind.OFFICE)
    sector = models.CharField(max_length=8, choices=Sector, blank=True)
    timezone = models.CharField(max_length=20, choices=TimeZone, default=TimeZone.WIB)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(
        max_length=255, editable=False, db_index=True, help_text="Ids from the root, as `/1/7/42/`."
    )
    email = models.EmailField(blank=True)
    place = models.CharField(max_length=100, blank=True, help_text="City of the office.")
    opened_on = models.DateField(default=date(2000, 1, 1))
    closed_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    decree = models.CharField(max_length=120, blank=True, help_text="Legal ground of its closing.")

    # The name of today, kept beside its history so that lists need no join.
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="unit_closes_after_opening",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="unit_successor_needs_closing",
                condition=Q(successor__isnull=True) | Q(closed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep `path` true; a move of a unit with children goes through `services.move_unit`."""
        if self.pk is None:
            super().save(*args, **kwargs)
            kwargs = {"update_fields": ["path"]}
            args = ()
        self.path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None or self.closed_on > today(self.timezone)

    def current(self) -> Unit:
        """This unit, or whichever unit follows it today."""
        unit, steps = self, 0
        while not unit.is_open and unit.successor is not None and steps < 20:
            unit, steps = unit.successor, steps + 1
        return unit

    def name_on(self, day: date) -> str:
        """Its name on a date; the earliest known name for a date before that."""
        names = list(self.names.order_by("valid_from"))
        known = [entry for entry in names if entry.valid_from <= day] or names[:1]
        return known[-1].name if known else self.name


class UnitName(models.Model):
    """A unit's name from a date on."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    decree = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="unit_name_once_a_day", fields=["unit", "valid_from"])
        ]
        ordering = ["unit", "valid_from"]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from})"


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """An official or a member of staff, who may sign in when they have a role.

    What they may do follows from their roles. Django's groups are for parts that know nothing else
    (the portal's content system), and are made from roles by those; nobody is a superuser.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164.")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="staff")
    title = models.CharField(
        max_length=150,
        blank=True,
        help_text="Function that many share (jabatan fungsional); an official's one is a `Post`.",
    )
    language = models.CharField(
        max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["unit", "name"], name="person_unit_name")]
        constraints = [
            models.CheckConstraint(name="nobody_is_above_roles", condition=Q(is_superuser=False))
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @cached_property
    def post(self) -> Post | None:
        """The post they hold today; a definite holding before an acting one."""
        holding = (
            self.holdings.filter(in_force(today()))
            .select_related("post__unit")
            .order_by("acting")
            .first()
        )
        return holding.post if holding else None

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """The roles in force today, each with its unit loaded, which mostly is their own."""
        found = tuple(self.role_grants.filter(in_force(today())).select_related("unit"))
        for grant in found:
            if grant.unit_id == self.unit_id:
                self.unit = grant.unit  # it need not be asked for once more
        return found

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What was worked out from their grants, kept as long as those: for this object's life."""
        return {}

    @property
    def is_staff(self) -> bool:
        """Whether they may enter the desk at all."""
        return self.is_active and bool(self.grants)


def in_force(day: date) -> Q:
    """What `valid_from` (inclusive) and `valid_to` (exclusive) say about a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class StaffNumber(SealedNumber):
    """The NIP of a person, 18 digits (DOMAIN.md §6): `person.nip`, which says itself masked."""

    KIND = "nip"

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="nip")

    class Meta:
        constraints = [models.UniqueConstraint(name="staff_number_once", fields=["digest"])]

    def __str__(self) -> str:
        return mask_number(self.reveal())


class Post(models.Model):
    """An official's function in a unit; people come and go."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    heads_unit = models.BooleanField(default=False)
    email = models.EmailField(blank=True, help_text="The address of the post, not of its holder.")

    class Meta:
        constraints = [models.UniqueConstraint(name="post_once_per_unit", fields=["unit", "title"])]
        ordering = ["unit", "-heads_unit", "title"]

    def __str__(self) -> str:
        return self.title

    def holder_on(self, day: date) -> Person | None:
        holding = (
            self.holdings.filter(in_force(day)).select_related("person").order_by("acting").first()
        )
        return holding.person if holding else None


class Holding(models.Model):
    """A person holds a post, for a time."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="holdings")
    acting = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_definite_holder",
                fields=["post"],
                condition=Q(valid_to__isnull=True, acting=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"


class Role(models.TextChoices):
    TIER1_AGENT = "tier1_agent", _("Tier 1 agent")
    TIER2_HANDLER = "tier2_handler", _("Tier 2 handler")
    TIER3_OFFICIAL = "tier3_official", _("Tier 3 official")
    SUPERVISOR = "supervisor", _("Supervisor")
    UNIT_COORDINATOR = "unit_coordinator", _("Unit coordinator")
    INSPECTOR = "inspector", _("Inspector")
    INFORMATION_OFFICER = "information_officer", _("Information officer")
    EDITOR = "editor", _("Portal editor")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


class Grant(models.Model):
    """A person has a role for a unit and everything below it, for a time."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=24, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="grant_once",
                fields=["person", "role", "unit"],
                condition=Q(valid_to__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"
