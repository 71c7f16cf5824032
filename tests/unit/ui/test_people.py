"""Initials and masks: enough to recognise oneself, too little to learn who somebody is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubung.ui import people


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Laksmi Wandhani-Sagara", "LW"),
        ("Dr. Ir. Laksmi Wandhani, M.T.", "LW"),
        ("Sukarnadi", "SU"),
        ("wulandari paramesthi ayu", "WP"),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert people.initials(name) == letters


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        (people.mask_name, "Bayu Lesmana", "Bayu L••••••"),
        (people.mask_name, "", ""),
        (people.mask_number, "6212047719", "6212 •••• 19"),
        (people.mask_number, "199001012015041001", "1990 •••• 001"),
        (people.mask_number, "151", "•••• 51"),
        (people.mask_number, "12", "••••"),
        (people.mask_phone, "+6281155550417", "0811 •••• 417"),
        (people.mask_phone, "0811 5555 0417", "0811 •••• 417"),
        (people.mask_email, "bayu.lesmana@contoh.example", "b•••@contoh.example"),
        (people.mask_email, "not an address", "••••"),
    ],
)
def test_masks(mask: object, plain: str, masked: str) -> None:
    assert callable(mask)
    assert mask(plain) == masked


@given(st.from_regex(r"[0-9]{8,18}", fullmatch=True))
def test_a_masked_number_hides_at_least_two_digits_and_its_length(number: str) -> None:
    shown = sum(character.isdigit() for character in people.mask_number(number))
    assert shown <= len(number) - 2
    assert people.mask_number(number).count("•") == 4
