"""Telephone numbers as people type them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from hubung.channels.web.contacts import e164


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("   ", ""),
        ("0813 5550 1412", "+6281355501412"),
        ("0813-5550-1412", "+6281355501412"),
        ("+62 813 5550 1412", "+6281355501412"),
        ("6281355501412", "+6281355501412"),
        ("81355501412", "+6281355501412"),
        ("(021) 555-1234", "+62215551234"),
        ("+65 8123 4567", "+6581234567"),
    ],
)
def test_numbers_are_stored_in_one_form(typed: str, stored: str) -> None:
    assert e164(typed) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0813 555", "At least 3 digits are missing. Check those after 0813."),
        ("0813 5550", "At least 2 digits are missing. Check those after 0813."),
        ("0813-5555-0141-222", "There are 2 digits too many. Check those after 0813."),
        ("151", "At least 5 digits are missing."),
        ("halo", "Write the number in digits, for example 0812 3456 7890."),
        ("+65 123", "This number does not exist in the country of +65. Check it again."),
        ("0500 123 4567", "This number cannot be called. Check it, for example 0812 3456 7890."),
    ],
)
def test_errors_say_where_to_look(typed: str, sentence: str) -> None:
    with override("en"), pytest.raises(ValidationError) as error:
        e164(typed)
    assert error.value.messages == [sentence]
