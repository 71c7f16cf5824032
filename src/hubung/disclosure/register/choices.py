"""The words of the register of public information (UU 14/2008; DOMAIN.md §3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    """When it is given. Exempted is none of them: that is a moment, and what stands here is what
    the information is before and after it."""

    PERIODIC = "periodic", pgettext_lazy("information", "Published periodically")
    IMMEDIATE = "immediate", pgettext_lazy("information", "Published at once")
    ANYTIME = "anytime", pgettext_lazy("information", "Available at any time")
    REQUEST = "request", pgettext_lazy("information", "Given on request")


#: In addresses and files, beside the values of `Category`.
EXEMPTED = "exempted"


class Form(models.TextChoices):
    """In which form it is held."""

    FILE = "file", _("File")
    PAPER = "paper", _("Paper")
    BOTH = "both", _("File and paper")


class Period(models.TextChoices):
    """How often what is periodic has to be published."""

    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    HALF = "half", _("Every half-year")
    YEAR = "year", _("Every year")


class Decision(models.TextChoices):
    """What became of a proposal to exempt information."""

    PENDING = "pending", _("Decision pending")
    APPROVED = "approved", _("Exempted")
    REFUSED = "refused", _("Refused: it is open")
    WITHDRAWN = "withdrawn", _("Proposal withdrawn")
    LAPSED = "lapsed", _("Not decided in time: it is open")
    LIFTED = "lifted", _("Opened before its end")
    OVERTURNED = "overturned", _("Opened on an objection")
