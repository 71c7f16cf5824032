"""The registry's vocabulary (DOMAIN.md §2), each word with its meaning on the screen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    INFORMATION_REQUEST = "information_request", _("Information request")
    SUGGESTION = "suggestion", _("Suggestion")
    COMPLAINT = "complaint", _("Complaint")
    MISCONDUCT = "misconduct", _("Complaint of misconduct")
    PRAISE = "praise", _("Praise")
    PERSONAL_DATA = "personal_data", _("Personal data request")
    PUBLIC_INFORMATION = "public_information", _("Formal information request")


class Channel(models.TextChoices):
    WEB = "web", _("Web")
    MAIL = "mail", _("Mail")
    PHONE = "phone", _("Telephone")
    COUNTER = "counter", _("Counter")
    LETTER = "letter", _("Letter")
    SOCIAL = "social", _("Social media")
    IMPORT = "import", _("Old records")


class Status(models.TextChoices):
    NEW = "new", _("Sent")
    VERIFIED = "verified", _("Verified")
    INCOMPLETE = "incomplete", _("Needs completing")
    IN_PROGRESS = "in_progress", _("Being followed up")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")
    REJECTED = "rejected", _("Rejected")
    OUTSIDE_AUTHORITY = "outside_authority", _("Outside our authority")


#: Somebody in the ministry has to act.
OPEN = (Status.NEW, Status.VERIFIED, Status.INCOMPLETE, Status.IN_PROGRESS, Status.REOPENED)
#: Nobody waits any more, unless the reporter comes back.
ENDED = (Status.CLOSED, Status.REJECTED, Status.OUTSIDE_AUTHORITY)


class Outcome(models.TextChoices):
    RESOLVED = "resolved", _("Resolved")
    EXPLAINED = "explained", _("Explained")
    PARTLY = "partly", _("Partly resolved")
    UNFOUNDED = "unfounded", _("Could not be confirmed")
    ACCEPTED = "accepted", _("Suggestion taken up")
    NOTED = "noted", _("Noted with thanks")
    REFUSED = "refused", _("Refused, with the reason")
    FORWARDED = "forwarded", _("Passed to the right authority")
    WITHDRAWN = "withdrawn", _("Withdrawn by the reporter")


class ClockName(models.TextChoices):
    TIER1 = "tier1", _("Settle at tier 1")
    VERIFY = "verify", _("Verify and forward")
    FOLLOW_UP = "follow_up", _("First follow-up")
    RESOLUTION = "resolution", _("Final answer")
    COMPLETION = "completion", _("Reporter completes the report")
    AUTO_CLOSE = "auto_close", _("Closes without an objection")
    # Of formal information requests (UU 14/2008).
    EXTENSION = "extension", _("One extension of the reply")
    OBJECT_BY = "object_by", _("The asker may object")
    REVIEW = "review", _("Decision on the objection")
    DISPUTE_BY = "dispute_by", _("The asker may go to the Information Commission")


class EntryKind(models.TextChoices):
    """What an entry on the timeline tells."""

    RECEIVED = "received", _("Report received")
    MESSAGE_IN = "message_in", _("Message from the reporter")
    VERIFIED = "verified", _("Report verified")
    TAKEN = "taken", _("Taken")
    ASSIGNED = "assigned", _("Assigned")
    MOVED = "moved", _("Handed over")
    ASKED = "asked", _("Reporter asked for more")
    NOTE = "note", _("Internal note")
    UPDATE = "update", _("News for the reporter")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")
    OBJECTED = "objected", _("Reporter objects")
    REJECTED = "rejected", _("Rejected")
    OUTSIDE = "outside", _("Passed to another authority")
    CHANGED = "changed", _("Facts corrected")
    REMINDED = "reminded", _("Reminder")
    OVERDUE = "overdue", _("Time limit passed")
    LINKED = "linked", _("Linked with another case")
    MERGED = "merged", _("Merged into another case")
    ABSORBED = "absorbed", _("Another case merged into this one")
    UNMERGED = "unmerged", _("Merge undone")
    SPLIT = "split", _("Split")
    CALLED = "called", _("Telephone call")
    RATED = "rated", _("Service rated")
    NOTICE = "notice", _("Notice to the reporter")
    HANDLER = "handler", _("Named handlers changed")
    RECOUNTED = "recounted", _("Due date counted anew")
    UNFLAG_ASKED = "unflag_asked", _("Proposed: no misconduct")
    UNFLAGGED = "unflagged", _("No longer a report of misconduct")
    FLAG_KEPT = "flag_kept", _("Stays a report of misconduct")
    IDENTIFIED = "identified", _("Identity confirmed")
    RESTRICTED = "restricted", _("Use of the data restricted")
    UNRESTRICTED = "unrestricted", _("Restriction lifted")
    ERASED = "erased", _("Personal data erased")
    EXTENDED = "extended", _("Time limit extended")
    DISPUTED = "disputed", _("Before the Information Commission")
