"""Single values as people write them in a table, each to its one form. Pure.

Every function takes text and gives the value, or raises `WrongValueError` with what to do.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from hubung.directory.importing.table import LOST_DIGITS
from hubung.directory.models import Sector, TimeZone, UnitKind

_NIP = re.compile(
    r"(?P<born>\d{8})(?P<year>\d{4})(?P<month>0[1-9]|1[0-2]|21)(?P<sex>[12])\d{3}", re.ASCII
)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.\-]{0,39}", re.ASCII)
_E164 = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb", "maret march mar", "april apr",
            "mei may", "juni june jun", "juli july jul", "agustus august agu aug ags",
            "september sep", "oktober october okt oct", "november nov", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


class WrongValueError(ValueError):
    """`str()` says what is wrong and what to write instead."""


class TitleKind(StrEnum):
    """Whether a title is an official's post with one holder, or a function that many share."""

    OFFICIAL = "official"
    SHARED = "shared"


def nip(text: str) -> str:
    """A civil servant number: 18 digits, spaces and dots ignored (DOMAIN.md §6)."""
    if text == LOST_DIGITS:
        raise WrongValueError(
            _("The spreadsheet kept this as a number and lost its last digits. Format the column "
              "as text and enter the NIP again.")
        )  # fmt: skip
    digits = re.sub(r"[\s.'’\-]", "", text)
    if not (digits.isascii() and digits.isdigit()):
        raise WrongValueError(_("A NIP has digits only."))
    if len(digits) != 18:
        raise WrongValueError(
            _("A NIP has 18 digits, this one has %(count)s.") % {"count": len(digits)}
        )
    parts = _NIP.fullmatch(digits)
    if parts is None:
        raise WrongValueError(
            _("Digits 9–14 are year and month of appointment, digit 15 is 1 or 2. Check the NIP.")
        )
    born = parts["born"]
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError as error:
        raise WrongValueError(
            _("The NIP begins with the date of birth, but %(digits)s is no date.")
            % {"digits": born}
        ) from error
    return digits


def email(text: str) -> str:
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise WrongValueError(_("This is no mail address. Write it as name@domain.")) from error
    return address


def phone(text: str) -> str:
    """A telephone number in E.164: `0811-5550-417` → `+628115550417`."""
    digits = re.sub(r"[\s().\-/]", "", text.replace(LOST_DIGITS, ""))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+62" + digits[1:]
    elif digits.startswith("62"):
        digits = "+" + digits
    elif digits.startswith("8"):
        # A spreadsheet takes the leading zero of a number away.
        digits = "+62" + digits
    if not _E164.fullmatch(digits):
        raise WrongValueError(_("This is no telephone number. Write it as 0812… or +62812…."))
    return digits


def code(text: str) -> str:
    """A unit's code: upper case, blanks to dashes."""
    found = re.sub(r"\s+", "-", text.strip()).upper()
    if not _CODE.fullmatch(found):
        raise WrongValueError(
            _("A code has up to 40 letters, digits, dashes and dots, as KSOP-BITUNG.")
        )
    return found


def day(text: str) -> date:
    """A date: 2024-11-01, 01/11/2024, 1-11-2024 or 1 November 2024; the day stands first."""
    parts = [part for part in re.split(r"[\s/.\-,]+", text.lower().strip()) if part]
    try:
        if len(parts) == 3:
            first, second, third = parts
            month = _MONTHS.get(second) or int(second)
            if len(first) == 4:
                return date(int(first), month, int(third))
            if len(third) == 4:
                return date(int(third), month, int(first))
    except ValueError:
        pass
    raise WrongValueError(_("This is no date. Write it as 2024-11-01 or 1/11/2024."))


def yes_no(text: str) -> bool:
    word = text.strip().lower()
    if word in {"ya", "y", "yes", "1", "true", "benar", "aktif", "active", "x", "✓"}:
        return True
    if word in {"tidak", "t", "no", "n", "0", "false", "nonaktif", "inactive", "pensiun", "-"}:
        return False
    raise WrongValueError(_("Write “ya” or “tidak”."))


def title_kind(text: str) -> TitleKind:
    word = text.strip().lower()
    if word in {"struktural", "manajerial", "pimpinan", "structural", "official", "managerial"}:
        return TitleKind.OFFICIAL
    if word in {
        "fungsional", "pelaksana", "functional", "staff", "nonmanajerial", "non-manajerial",
        "shared",
    }:  # fmt: skip
        return TitleKind.SHARED
    raise WrongValueError(_("Write “struktural”, “fungsional” or “pelaksana”."))


def sector(text: str) -> str:
    word = text.strip().lower()
    found = _SECTORS.get(word)
    if found is None:
        raise WrongValueError(_("Write darat, laut, udara or kereta, or leave it empty."))
    return found


def timezone(text: str) -> TimeZone:
    found = _ZONES.get(text.strip().lower())
    if found is None:
        raise WrongValueError(_("Write WIB, WITA or WIT."))
    return found


def unit_kind(text: str) -> UnitKind:
    found = _KINDS.get(text.strip().lower().replace("-", " ").replace("_", " "))
    if found is None:
        raise WrongValueError(
            _("Unknown kind of unit. Write one of: %(kinds)s.")
            % {"kinds": ", ".join(sorted(_SHOWN_KINDS))}
        )
    return found


_SECTORS: dict[str, str] = {
    "darat": Sector.LAND, "land": Sector.LAND, "jalan": Sector.LAND,
    "laut": Sector.SEA, "sea": Sector.SEA,
    "udara": Sector.AIR, "air": Sector.AIR,
    "kereta": Sector.RAIL, "kereta api": Sector.RAIL, "rail": Sector.RAIL, "ka": Sector.RAIL,
    "-": "", "umum": "",
}  # fmt: skip
_ZONES = {
    **{zone.label.lower(): zone for zone in TimeZone},
    **{zone.value.lower(): zone for zone in TimeZone},
    "gmt+7": TimeZone.WIB, "utc+7": TimeZone.WIB,
    "gmt+8": TimeZone.WITA, "utc+8": TimeZone.WITA,
    "gmt+9": TimeZone.WIT, "utc+9": TimeZone.WIT,
}  # fmt: skip
_INDONESIAN_KINDS = {
    "kementerian": UnitKind.MINISTRY,
    "sekretariat jenderal": UnitKind.SECRETARIAT,
    "inspektorat jenderal": UnitKind.INSPECTORATE,
    "direktorat jenderal": UnitKind.DIRECTORATE_GENERAL,
    "badan": UnitKind.AGENCY,
    "direktorat": UnitKind.DIRECTORATE,
    "kantor": UnitKind.OFFICE,
    "pusat kontak": UnitKind.CONTACT_CENTRE,
    "tim": UnitKind.TEAM,
}
_SHOWN_KINDS = tuple(_INDONESIAN_KINDS)
_KINDS = {
    **{kind.value.replace("_", " "): kind for kind in UnitKind},
    **_INDONESIAN_KINDS,
    "setjen": UnitKind.SECRETARIAT,
    "itjen": UnitKind.INSPECTORATE,
    "ditjen": UnitKind.DIRECTORATE_GENERAL,
    "biro": UnitKind.DIRECTORATE,
    "pusat": UnitKind.DIRECTORATE,
    "inspektorat": UnitKind.DIRECTORATE,
    "upt": UnitKind.OFFICE,
    "balai": UnitKind.OFFICE,
    "kantor daerah": UnitKind.OFFICE,
}
