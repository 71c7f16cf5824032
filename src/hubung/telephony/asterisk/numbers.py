"""Numbers as the world writes them (E.164): who calls, and whom our own calls may reach."""

from __future__ import annotations

import re
from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

#: Where numbers without a country are at home.
REGION = "ID"
_NUMBER = re.compile(r"(?P<plus>\+?)(?P<digits>[0-9(][0-9 ().-]{4,24})", re.ASCII)
#: Numbers whose owner earns by every call, and those whose price nobody can tell.
_COSTLY = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
        PhoneNumberType.PAGER,
        PhoneNumberType.UNKNOWN,
    }
)


class NotDialledError(Exception):
    """Our own calls may not go to this number."""


def caller(said: str) -> str:
    """The number of who calls, from what the operator says; empty when it is none.

    `anonymous`, short codes, and whatever else is no subscriber's number, are nobody's.
    """
    found = _NUMBER.fullmatch(said.strip())
    if not found:
        return ""
    if found["plus"]:
        # Ranges of numbers may be in use before a list knows them.
        number = _parsed(said)
        is_one = number and phonenumbers.is_possible_number_with_reason(number) == (
            ValidationResult.IS_POSSIBLE
        )
        return _e164(number) if number and is_one else ""
    for text in (found["digits"], f"+{found['digits']}"):
        number = _parsed(text)
        if number and phonenumbers.is_valid_number(number):
            return _e164(number)
    return ""


def dialled(number: str, countries: Collection[str]) -> str:
    """The number in E.164 where our own calls may go to it, else NotDialledError.

    Only subscribers' numbers of these countries: neither short codes nor premium numbers, and
    nothing but digits, so no dialled text can name a channel, a context or a server.
    """
    if not _NUMBER.fullmatch(number.strip()):
        raise NotDialledError
    found = _parsed(number)
    if not found or not phonenumbers.is_valid_number(found) or found.extension:
        raise NotDialledError
    if phonenumbers.region_code_for_number(found) not in countries:
        raise NotDialledError
    if phonenumbers.number_type(found) in _COSTLY:
        raise NotDialledError
    return _e164(found)


def national(number: str) -> str:
    """As it is dialled at home, `081234567890`; a number of another country stays `+65…`."""
    found = phonenumbers.parse(number)
    if phonenumbers.region_code_for_number(found) != REGION:
        return number
    return re.sub(r"\D", "", phonenumbers.format_number(found, PhoneNumberFormat.NATIONAL))


def _parsed(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
