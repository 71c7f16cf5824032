"""Single values of an import: every way people write them, and what is said about wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubung.demo import names
from hubung.directory.importing import values
from hubung.directory.importing.table import LOST_DIGITS
from hubung.directory.importing.values import TitleKind, WrongValueError
from hubung.directory.models import Sector, TimeZone, UnitKind

pytestmark = pytest.mark.once

NIP = "199209032013012469"


@pytest.mark.parametrize(
    ("parse", "text", "expected"),
    [
        (values.nip, NIP, NIP),
        (values.nip, "19920903 201301 2 469", NIP),
        (values.nip, "'19920903.201301.2.469", NIP),
        (values.email, " Ratih@Dephub.GO.ID ", "ratih@dephub.go.id"),
        (values.phone, "0811-5550-417", "+628115550417"),
        (values.phone, "(0811) 555 0417", "+628115550417"),
        (values.phone, "628115550417", "+628115550417"),
        (values.phone, "00628115550417", "+628115550417"),
        (values.phone, "8115550417", "+628115550417"),
        (values.code, "ksop bitung", "KSOP-BITUNG"),
        (values.day, "2024-11-01", date(2024, 11, 1)),
        (values.day, "1/11/2024", date(2024, 11, 1)),
        (values.day, "1 November 2024", date(2024, 11, 1)),
        (values.day, "1 Nop. 2024", None),
        (values.day, "17 Agustus 2024", date(2024, 8, 17)),
        (values.yes_no, "Ya", True),
        (values.yes_no, "TIDAK", False),
        (values.title_kind, "Struktural", TitleKind.OFFICIAL),
        (values.title_kind, "pelaksana", TitleKind.SHARED),
        (values.sector, "Kereta Api", Sector.RAIL),
        (values.timezone, "wita", TimeZone.WITA),
        (values.timezone, "Asia/Jayapura", TimeZone.WIT),
        (values.unit_kind, "Direktorat Jenderal", UnitKind.DIRECTORATE_GENERAL),
        (values.unit_kind, "directorate_general", UnitKind.DIRECTORATE_GENERAL),
        (values.nip, LOST_DIGITS, None),
        (values.nip, "1992090320130124", None),
        (values.nip, "199213032013012469", None),  # born in month 13
        (values.nip, "199209032013132469", None),  # appointed in month 13
        (values.nip, "199209032013013469", None),  # sex 3
        (values.nip, "١٩٩٢٠٩٠٣٢٠١٣٠١٢٤٦٩", None),
        (values.email, "ratih@", None),
        (values.phone, "151", None),
        (values.phone, LOST_DIGITS, None),
        (values.day, "31/2/2024", None),
        (values.day, "2024", None),
        (values.yes_no, "mungkin", None),
        (values.sector, "angkasa", None),
    ],
)
def test_values_come_to_one_form_or_are_refused(
    parse: Callable[[str], object], text: str, expected: object
) -> None:
    if expected is None:
        with pytest.raises(WrongValueError) as caught:
            parse(text)
        assert str(caught.value).endswith(".")
    else:
        assert parse(text) == expected


@given(
    st.dates(date(1950, 1, 1), date(2005, 12, 31)),
    st.dates(date(1970, 1, 1), date(2026, 12, 31)),
    st.booleans(),
    st.integers(1, 999),
)
def test_every_nip_that_is_built_by_the_rule_is_read(
    born: date, appointed: date, woman: bool, serial: int
) -> None:
    number = names.nip(born, appointed, woman=woman, serial=serial)
    assert values.nip(number) == number


@given(st.text())
def test_no_text_breaks_a_parser(text: str) -> None:
    for parse in (
        values.nip, values.email, values.phone, values.code, values.day, values.yes_no,
        values.title_kind, values.sector, values.timezone, values.unit_kind,
    ):  # fmt: skip
        with suppress(WrongValueError):
            parse(text)
