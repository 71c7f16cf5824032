"""Everything that changes a request: verb first, keyword only, one transaction each."""

from hubung.privacy.services.correcting import correct_contacts
from hubung.privacy.services.erasure import erase
from hubung.privacy.services.giving import ask_for_package, give, note_opened
from hubung.privacy.services.holding import lift_hold, place_hold
from hubung.privacy.services.requests import (
    Asked,
    choose_reports,
    choose_right,
    confirm_identity,
    receive_request,
    refuse,
)
from hubung.privacy.services.restricting import lift, restrict

__all__ = [
    "Asked",
    "ask_for_package",
    "choose_reports",
    "choose_right",
    "confirm_identity",
    "correct_contacts",
    "erase",
    "give",
    "lift",
    "lift_hold",
    "note_opened",
    "place_hold",
    "receive_request",
    "refuse",
    "restrict",
]
