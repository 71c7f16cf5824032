"""Numbers of people as they type them, and what to tell them when one cannot be right."""

from __future__ import annotations

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from phonenumbers import PhoneNumberFormat

REGION = "ID"
#: Digits after the country code, mobile and fixed (the national numbering plan).
_SHORTEST, _LONGEST = 8, 12
_SHORTEST_MOBILE = 9


def e164(text: str) -> str:
    """`0812-3456 7890` → `+6281234567890`; empty stays empty.

    Numbers without a country code are Indonesian. Raises ValidationError with a sentence that says
    what to look at.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        raise ValidationError(
            _("Write the number in digits, for example 0812 3456 7890.")
        ) from None
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    raise ValidationError(_what_is_wrong(number))


def nik(text: str) -> str:
    """`3171 0145 0190 0004` → 16 digits; empty stays empty (DOMAIN.md §6).

    Region, then day (women: plus 40), month and year of birth, then a serial number. Raises
    ValidationError with a sentence that says what to look at.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not digits:
        return ""
    if not re.fullmatch(r"\d{16}", digits, re.ASCII):
        raise ValidationError(_("A NIK has 16 digits. Look at the card again."))
    day, month = int(digits[6:8]) % 40, int(digits[8:10])
    if digits[0] == "0" or not 1 <= day <= 31 or not 1 <= month <= 12 or digits[12:] == "0000":
        raise ValidationError(_("This cannot be a NIK. Compare it with the card, digit by digit."))
    return digits


def _what_is_wrong(number: phonenumbers.PhoneNumber) -> str:
    if number.country_code != phonenumbers.country_code_for_region(REGION):
        return _("This number does not exist in the country of +%(code)s. Check it again.") % {
            "code": number.country_code
        }
    digits = str(number.national_number)
    mobile = digits.startswith("8")
    missing = (_SHORTEST_MOBILE if mobile else _SHORTEST) - len(digits)
    if missing > 0:
        wrong = ngettext(
            "At least %(n)d digit is missing.", "At least %(n)d digits are missing.", missing
        ) % {"n": missing}
    elif (extra := len(digits) - _LONGEST) > 0:
        wrong = ngettext(
            "There is %(n)d digit too many.", "There are %(n)d digits too many.", extra
        ) % {"n": extra}
    else:
        return _("This number cannot be called. Check it, for example 0812 3456 7890.")
    if len(digits) < 4:
        return wrong
    return wrong + " " + _("Check those after %(start)s.") % {"start": f"0{digits[:3]}"}
