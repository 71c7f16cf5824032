"""The words of formal information requests (UU 14/2008; DOMAIN.md §3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Applicant(models.TextChoices):
    PERSON = "person", _("An individual")
    ENTITY = "entity", _("A legal entity")


class Obtain(models.TextChoices):
    """How whoever asks wants to have the information."""

    READ = "read", _("See, read, listen or take notes")
    SOFT = "soft", _("A copy as a file")
    HARD = "hard", _("A copy on paper")


class Delivery(models.TextChoices):
    """How it is to reach them."""

    PAGE = "page", _("On the page of this request")
    EMAIL = "email", _("By e-mail")
    POST = "post", _("By post")
    COLLECT = "collect", _("I collect it")


class Decision(models.TextChoices):
    """What the ministry decides about a request, or about the objection to it."""

    GRANTED = "granted", _("Given as a whole")
    PARTLY = "partly", _("Given in part")
    REFUSED = "refused", _("Refused")
    NOT_HELD = "not_held", _("Not held by the ministry")


#: What is not given needs a ground of the law, and a reason.
CLOSING = (Decision.PARTLY, Decision.REFUSED)


class Stage(models.TextChoices):
    """How far a request has come; worked out from what is on record, never stored."""

    ASKED = "asked", _("Waiting for the reply")
    EXTENDED = "extended", _("Waiting for the reply, extended once")
    REPLIED = "replied", _("Replied; an objection is possible")
    OBJECTED = "objected", _("With the superior of the information officer")
    DECIDED = "decided", _("Decided; the Information Commission is possible")
    DISPUTED = "disputed", _("Before the Information Commission")
    ENDED = "ended", _("Ended")
