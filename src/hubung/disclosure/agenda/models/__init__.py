"""The tables of the agenda."""

from hubung.disclosure.agenda.models.closure import Closure
from hubung.disclosure.agenda.models.diary import LONGEST_DAYS, Diary, Entry, QuietDay
from hubung.disclosure.agenda.models.history import Change
from hubung.disclosure.agenda.models.limits import Limit
from hubung.disclosure.agenda.models.offers import Offer, Subscription

__all__ = [
    "LONGEST_DAYS",
    "Change",
    "Closure",
    "Diary",
    "Entry",
    "Limit",
    "Offer",
    "QuietDay",
    "Subscription",
]
