"""The callers' menu as it is kept: its versions, the words of its prompts, the emergency."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hubung.directory.models import Person
from hubung.kernel import clock


class MenuState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    TRIED = "tried", _("Tried")
    LIVE = "live", pgettext_lazy("menu", "Live")
    RETIRED = "retired", _("Retired")


class MenuVersion(models.Model):
    """A menu: written as a draft, tried in a simulated call, then live until another one is."""

    state = models.CharField(max_length=8, choices=MenuState, default=MenuState.DRAFT)
    tree = models.JSONField(help_text="As `telephony.menu.tree.Tree` reads it.")
    note = models.CharField(max_length=200, blank=True, help_text="What is new in it.")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    #: Counts the saves: whoever saves says which one they looked at.
    revision = models.PositiveIntegerField(default=1)
    tried_at = models.DateTimeField(null=True, blank=True)
    tried_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    live_at = models.DateTimeField(null=True, blank=True)
    live_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_menu_is_live", fields=["state"], condition=Q(state="live")
            ),
            models.CheckConstraint(
                name="live_menu_was_tried",
                condition=~Q(state__in=["tried", "live"]) | Q(tried_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class MenuAct(models.TextChoices):
    """What one save of a draft did."""

    BEGUN = "begun", _("Begun")
    ADDED = "added", _("Added a step")
    CHANGED = "changed", _("Changed a step")
    REMOVED = "removed", _("Removed a step")
    LED = "led", _("Changed where it begins and ends")
    HOURS = "hours", _("Added office hours")
    IMPORTED = "imported", _("Read from a file")
    BACK = "back", _("Went back to an earlier state")


class MenuSave(models.Model):
    """A draft as it was after one save, so that every save can be undone."""

    version = models.ForeignKey(MenuVersion, models.CASCADE, related_name="saves")
    revision = models.PositiveIntegerField()
    tree = models.JSONField()
    act = models.CharField(max_length=8, choices=MenuAct)
    about = models.CharField(max_length=80, blank=True, help_text="Title of the step.")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(name="menu_save_once", fields=["version", "revision"])
        ]

    def __str__(self) -> str:
        return f"{self.version_id}.{self.revision}"


class PromptWording(models.Model):
    """An office's own words for a prompt, spoken by the voice or by a person in a recording."""

    key = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=[("id", "Indonesia"), ("en", "English")])
    text = models.TextField(max_length=1000)
    recording = models.BinaryField(
        null=True, blank=True, help_text="WAV, 8 kHz, 16 bits, one channel."
    )
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="prompt_worded_once", fields=["key", "language"])
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"


class Emergency(models.Model):
    """A time during which every caller hears the announcement first. One at a time."""

    lasts = models.BooleanField(default=True)
    texts = models.JSONField(default=dict, help_text="What is said, by language.")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_emergency", fields=["lasts"], condition=Q(lasts=True)
            ),
            models.CheckConstraint(
                name="emergency_lasts_until_it_ends",
                condition=Q(lasts=True, ended_at__isnull=True)
                | Q(lasts=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M}"


class PreparedAnnouncement(models.Model):
    """Words that wait for somebody to switch them on: made from what was published elsewhere."""

    source = models.CharField(max_length=100, unique=True, help_text="What it was made from.")
    title = models.CharField(max_length=255)
    texts = models.JSONField(default=dict, help_text="What would be said, by language.")
    prepared_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.title
