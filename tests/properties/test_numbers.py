"""What holds for every case number and every private code."""

from __future__ import annotations

from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from hubung.kernel.numbers import (
    MAX_CASE_ID,
    CaseNumber,
    dictate,
    find_case_numbers,
    normalise_code,
    parse_case_number,
    private_code,
    read_case_number,
)

numbers = st.builds(CaseNumber, st.integers(2000, 2099), st.integers(1, MAX_CASE_ID))
languages: st.SearchStrategy[Literal["id", "en"]] = st.sampled_from(["id", "en"])


@given(numbers)
def test_a_written_number_is_read_and_found_again(number: CaseNumber) -> None:
    assert parse_case_number(str(number)) == number
    assert parse_case_number(str(number).replace("-", "")) == number
    assert parse_case_number(str(number).removeprefix("151-")) == number
    assert find_case_numbers(f"Re: [{number}] kabar") == [number]


@given(numbers, languages)
def test_a_dictated_number_is_read_again(number: CaseNumber, language: Literal["id", "en"]) -> None:
    assert parse_case_number(dictate(str(number), language)) == number


@given(numbers, st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: CaseNumber, place: int, shift: int) -> None:
    digits = str(number).replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert parse_case_number(wrong) is None


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    read_case_number(text)
    find_case_numbers(text)
    assert normalise_code(normalise_code(text)) == normalise_code(text)


@given(st.text(min_size=1), st.integers(1, MAX_CASE_ID), st.binary(min_size=16, max_size=16))
def test_a_code_is_written_in_its_normal_form(secret: str, case_id: int, nonce: bytes) -> None:
    code = private_code(secret, case_id, nonce)
    assert (
        normalise_code(code.lower().replace("-", " ").replace("1", "l").replace("0", "o")) == code
    )
