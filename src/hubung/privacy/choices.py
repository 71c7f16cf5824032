"""The words of personal-data requests (UU 27/2022)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(models.TextChoices):
    """What somebody asks for who is told of in our records."""

    ACCESS = "access", _("A copy of my data")
    CORRECTION = "correction", _("Correct my data")
    RESTRICTION = "restriction", _("Restrict the use of my data")
    ERASURE = "erasure", _("Erase my data")


class Proof(models.TextChoices):
    """Why we believe that a report is theirs."""

    CODE = "code", _("Its number and code were given")
    OFFICER = "officer", _("Confirmed by an officer")


class Ground(models.TextChoices):
    """Why a request is refused; the sentence is read by whoever asked."""

    RUNNING = (
        "running",
        _(
            "The report is still being worked on. What it says is needed to answer it, which is "
            "a duty of the ministry (UU 25/2009). Ask again when it is closed, or withdraw it."
        ),
    )
    EXAMINED = (
        "examined",
        _(
            "The report is being examined by the Inspectorate. Law enforcement is an exception "
            "to this right (UU 27/2022). Ask again when the examination has ended."
        ),
    )
    HELD = (
        "held",
        _(
            "The record is needed in a legal proceeding and must be kept until that ends "
            "(UU 27/2022)."
        ),
    )
    DUTY = (
        "duty",
        _(
            "A law obliges the ministry to keep this record for its time of retention "
            "(UU 43/2009). It is erased by itself when that time is over."
        ),
    )
    OTHERS = (
        "others",
        _("Granting it would tell who another person is, which the law forbids (UU 27/2022)."),
    )
    UNPROVEN = (
        "unproven",
        _(
            "We could not make sure that the data is yours. Send the number and the code of your "
            "report, or show proof of who you are at the counter."
        ),
    )


class Why(models.TextChoices):
    """Why personal data was erased."""

    REQUEST = "request", _("The person asked for it")
    RETENTION = "retention", _("Its time of retention was over")
