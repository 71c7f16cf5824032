"""Changes to the register. Every function is keyword only and one transaction: who may, the change,
its line in the access log, its event. `by` is who does it; None is the system itself.
`RegisterError` carries a sentence for people."""

from hubung.disclosure.register.services.exempting import (
    Closing,
    approve,
    lift,
    overturn,
    propose,
    refuse,
    tell_of_ends,
    withdraw,
)
from hubung.disclosure.register.services.keeping import (
    Said,
    amend,
    end,
    enter,
    publish,
    take_back,
)

__all__ = [
    "Closing",
    "Said",
    "amend",
    "approve",
    "end",
    "enter",
    "lift",
    "overturn",
    "propose",
    "publish",
    "refuse",
    "take_back",
    "tell_of_ends",
    "withdraw",
]
