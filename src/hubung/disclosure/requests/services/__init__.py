"""Everything that changes a formal request: verb first, keyword only, one transaction each."""

from hubung.disclosure.requests.services.objecting import note_dispute, object_to
from hubung.disclosure.requests.services.offering import Offer, offer_reply, withdraw_offer
from hubung.disclosure.requests.services.receiving import (
    Asked,
    Asker,
    receive_request,
    turn_into_request,
)
from hubung.disclosure.requests.services.replying import Given, extend, reply

__all__ = [
    "Asked",
    "Asker",
    "Given",
    "Offer",
    "extend",
    "note_dispute",
    "object_to",
    "offer_reply",
    "receive_request",
    "reply",
    "turn_into_request",
    "withdraw_offer",
]
