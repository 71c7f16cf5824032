"""Changes to agendas. Every function is keyword only and one transaction: who may, the change, its
line in the history, its event. `by` is who does it; None is the system itself. `AgendaError`
carries a sentence for people."""

from hubung.disclosure.agenda.services.closing import (
    Closing,
    approve,
    lift,
    propose,
    refuse,
    tell_of_ends,
    withdraw,
)
from hubung.disclosure.agenda.services.diaries import end_diary, open_diary
from hubung.disclosure.agenda.services.entering import amend, enter, mark_quiet, unmark_quiet
from hubung.disclosure.agenda.services.offering import (
    dismiss,
    read_file,
    read_next,
    said_by,
    subscribe,
    take,
    unsubscribe,
)
from hubung.disclosure.agenda.services.saying import Said

__all__ = [
    "Closing",
    "Said",
    "amend",
    "approve",
    "dismiss",
    "end_diary",
    "enter",
    "lift",
    "mark_quiet",
    "open_diary",
    "propose",
    "read_file",
    "read_next",
    "refuse",
    "said_by",
    "subscribe",
    "take",
    "tell_of_ends",
    "unmark_quiet",
    "unsubscribe",
    "withdraw",
]
