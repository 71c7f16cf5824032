"""The words of the agenda that the database keeps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What the office says of an activity; that it is going on now is worked out, not said."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class Decision(models.TextChoices):
    """What became of a proposal to close an entry."""

    PENDING = "pending", _("Decision pending")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Proposal withdrawn")
    LAPSED = "lapsed", _("Not decided in time")
    LIFTED = "lifted", _("Lifted before its end")


class LimitName(models.TextChoices):
    """What the dated limits of the agenda are about."""

    ANNOUNCE = "announce", _("An activity is entered so long before its day")
    DECIDE = "decide", _("A proposal to close an entry is decided within")
    LONGEST = "longest", _("An entry is closed for no longer than")


class ChangeKind(models.TextChoices):
    """A line of the history."""

    OPENED = "opened", _("The agenda begins")
    ENDED = "ended", _("The agenda ends")
    ENTERED = "entered", _("Entered")
    CHANGED = "changed", _("Changed")
    QUIET = "quiet", _("Day without formal activity")
    NOT_QUIET = "not_quiet", _("Day without formal activity taken back")
    PROPOSED = "proposed", _("Proposed to be closed")
    CLOSED = "closed", _("Closed for a time")
    REFUSED = "refused", _("Not closed: the proposal was refused")
    WITHDRAWN = "withdrawn", _("Not closed: the proposal was withdrawn")
    LAPSED = "lapsed", _("Not closed: nobody decided in time")
    LIFTED = "lifted", _("Opened before the end of the period")
    REAPPEARED = "reappeared", _("Open again: the period is over")


class OfferState(models.TextChoices):
    """What became of something that another calendar told us of."""

    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken into the agenda")
    DISMISSED = "dismissed", _("Dismissed")
