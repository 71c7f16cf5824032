"""Who asked to hear of new pages, and of which pages they were told."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Sector, Unit
from hubung.kernel import clock
from hubung.kernel.outbound import LONGEST


class Topic(models.TextChoices):
    """What one hears of; the values stand in addresses. A field of `Subscription` for each."""

    IMMEDIATE = "serta-merta", _("Immediate announcements only: danger to people")
    ANNOUNCEMENTS = "pengumuman", _("All announcements")
    NEWS = "kabar", _("News")
    EVENTS = "acara", _("Events")
    DOCUMENTS = "dokumen", _("Documents: regulations, decrees, reports, guides")

    @property
    def field(self) -> str:
        return self.name.lower()


def new_key() -> str:
    """128 random bits, which only the letters to this address tell."""
    return secrets.token_urlsafe(16)


#: That somebody wants to hear of anything.
_SOMETHING = (
    Q(immediate=True) | Q(announcements=True) | Q(news=True) | Q(events=True) | Q(documents=True)
)


class Wanting(models.Model):
    """Of what somebody wants to hear, and in which language."""

    language = models.CharField(max_length=2, default="id")
    immediate = models.BooleanField(default=False)
    announcements = models.BooleanField(default=False)
    news = models.BooleanField(default=False)
    events = models.BooleanField(default=False)
    documents = models.BooleanField(default=False)
    sector = models.CharField(max_length=8, choices=Sector, blank=True)
    # A unit that is gone has no news; to send those of all units instead is not what was asked.
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    @property
    def topics(self) -> list[Topic]:
        return [topic for topic in Topic if getattr(self, topic.field)]


class Subscription(Wanting):
    """One mail address and what is sent to it, once its owner has confirmed it.

    There is no more to know of anybody, and whoever ends it leaves no row.
    """

    email = models.EmailField(unique=True, help_text="Lower case.")
    key = models.CharField(max_length=32, unique=True, default=new_key)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField(
        null=True, blank=True, help_text="When the last letter about itself was written."
    )

    class Meta:
        constraints = [models.CheckConstraint(name="subscribed_to_something", condition=_SOMETHING)]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="subscription_unconfirmed",
                condition=Q(confirmed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Browser(Wanting):
    """A browser and what is shown in it. Nobody knows whose it is."""

    endpoint = models.CharField(
        max_length=LONGEST, unique=True, help_text="Where its push service takes messages for it."
    )
    public_key = models.CharField(max_length=88, help_text="p256dh: seals what only it can read.")
    secret = models.CharField(max_length=24, help_text="auth: goes into every seal.")

    class Meta:
        constraints = [models.CheckConstraint(name="browser_hears_something", condition=_SOMETHING)]

    def __str__(self) -> str:
        return f"browser {self.pk}"


class MailingState(models.TextChoices):
    """BROKEN_OFF: the page was taken back; it goes on when the page is published again."""

    WRITING = "writing"
    BROKEN_OFF = "broken_off"
    DONE = "done"


class Mailing(models.Model):
    """That subscribers were told of a page, or are being told. Stays, so that none hears twice."""

    # The page's number: what was told stays told when the page is deleted.
    page_id = models.PositiveBigIntegerField(primary_key=True)
    immediate = models.BooleanField()
    state = models.CharField(max_length=10, choices=MailingState)
    began_at = models.DateTimeField(default=clock.now)
    told_up_to = models.BigIntegerField(default=0, help_text="The last subscription written to.")
    shown_up_to = models.BigIntegerField(default=0, help_text="The last browser written to.")

    class Meta:
        indexes = [
            models.Index(fields=["page_id"], name="mailing_writing", condition=Q(state="writing"))
        ]

    def __str__(self) -> str:
        return f"page {self.page_id}: {self.state}"


class BrowserMessage(models.Model):
    """That a browser is told of a page; what it says is written when it leaves."""

    browser = models.ForeignKey(Browser, models.CASCADE, related_name="+")
    page_id = models.PositiveBigIntegerField()
    immediate = models.BooleanField()
    created_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(
        null=True, default=clock.now, help_text="Null: sent, or given up."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="browser_told_once", fields=["browser", "page_id", "immediate"]
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="browser_message_waiting",
                condition=Q(next_attempt_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"page {self.page_id} for browser {self.browser_id}"
