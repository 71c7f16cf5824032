"""The only way out: our own calls, through the operator's trunks in their order.

    for way in outbound.ways(number, phone):          # raises NotDialledError
        POST channels {endpoint: way.endpoint, callerId: way.caller, …}
        # tried with the next where `is_trunks_fault` says so of how it ended

The dialplan has no `Dial`, so a call leaves only where the phone program originates it, and the
phone program takes its endpoints from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from hubung.telephony.asterisk import numbers
from hubung.telephony.asterisk.numbers import NotDialledError
from hubung.telephony.settings import Phone, Trunk

__all__ = ["NotDialledError", "Way", "is_trunks_fault", "ways"]

#: ISDN's causes (Q.850) that say something of the way and nothing of who is called: no route,
#: silence, unreachable, out of order, no circuit, failure, congestion, wrong media, time out.
_FAULTS = frozenset({3, 18, 20, 27, 34, 38, 41, 42, 44, 58, 102})
#: SIP's answers of a trunk that does not know us; a callee who declines has the same ISDN cause.
_REFUSALS = frozenset({401, 403, 407})


@dataclass(frozen=True, slots=True)
class Way:
    """One try: `endpoint` is what the engine is told to call, `caller` what the callee sees."""

    trunk: str
    endpoint: str
    caller: str


def ways(number: str, phone: Phone) -> list[Way]:
    """How to reach a number, in order.

    Empty where no trunk is for our own calls. Raises NotDialledError for a number that the settings
    do not allow; nothing but digits of a real subscriber gets into an endpoint.
    """
    whole = numbers.dialled(number, phone.outgoing_countries)
    return [
        Way(
            trunk.name,
            f"PJSIP/{_written(whole, trunk)}@trunk-{trunk.name}",
            trunk.caller or phone.number,
        )
        for trunk in phone.trunks
        if trunk.outgoing
    ]


def is_trunks_fault(cause: int, sip: int | None = None) -> bool:
    """Whether a call that ended so may do better through the next trunk."""
    return cause in _FAULTS or sip in _REFUSALS


def _written(number: str, trunk: Trunk) -> str:
    match trunk.numbers:
        case "international":
            return number
        case "digits":
            return number.removeprefix("+")
        case "national":
            return numbers.national(number)
