"""Case numbers and private codes: written, dictated, mistyped, found in a mail subject."""

from __future__ import annotations

import pytest

from hubung.kernel.numbers import (
    MAX_CASE_ID,
    CaseIdOutOfRangeError,
    CaseNumber,
    NumberProblem,
    case_number,
    check_digit,
    dictate,
    find_case_numbers,
    normalise_code,
    parse_case_number,
    private_code,
    read_case_number,
    same_code,
)

NUMBER = "151-26-0047-1182-1"
CASE = CaseNumber(2026, 471182)


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert check_digit("0794") == "5"
    # A German tax number in the published description of its check digit, the same algorithm.
    assert check_digit("8609574271") == "9"


@pytest.mark.parametrize("wrong", ["", "12a", "１２", "-1", "1 2"])
def test_a_check_digit_needs_digits(wrong: str) -> None:
    with pytest.raises(ValueError, match="only the digits"):
        check_digit(wrong)


def test_a_case_number_is_written_in_groups() -> None:
    assert case_number("151", 2026, 471182) == NUMBER
    assert case_number("151", 2026, MAX_CASE_ID).startswith("151-26-9999-9999-")


@pytest.mark.parametrize("case_id", [0, -1, MAX_CASE_ID + 1])
def test_an_id_that_does_not_fit_is_refused_plainly(case_id: int) -> None:
    with pytest.raises(CaseIdOutOfRangeError, match="from 1 to 99,999,999"):
        case_number("151", 2026, case_id)


@pytest.mark.parametrize("year", [26, 1999, 2100])
def test_a_year_that_two_digits_cannot_tell_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="2000 to 2099"):
        case_number("151", year, 1)


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        "15126004711821",
        "151 26 0047 1182 1",
        "151.26.0047.1182.1",
        " 151–26–0047—1182−1 ",
        "26-0047-1182-1",
        "26004711821",
        "I5l-26-OO47-ll82-i",
        "1 5 1 2 6 0 0 4 7 1 1 8 2 1",
        "１５１－２６－００４７－１１８２－１",
        "١٥١ ٢٦ ٠٠٤٧ ١١٨٢ ١",
        "No. 151-26-0047-1182-1",
        "Nomor laporan: #151/26/0047/1182/1.",
        "satu lima satu, dua enam, nol nol empat tujuh, satu satu delapan dua, satu",
        "Dua Enam kosong kosong empat tujuh satu satu delapan dua satu",
        "one five one two six oh oh four seven one one eight two one",
        "[151-26-0047-1182-1]",
        "151_26_0047_1182_1",
    ],
)
def test_a_number_is_understood_however_it_is_given(typed: str) -> None:
    assert parse_case_number(typed) == CASE


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", NumberProblem.EMPTY),
        ("   ", NumberProblem.EMPTY),
        ("tidak tahu", NumberProblem.NO_DIGITS),
        ("151-26-0047", NumberProblem.TOO_SHORT),
        ("151-26-0047-11", NumberProblem.TOO_SHORT),
        ("151-26-0047-1182", NumberProblem.TOO_SHORT),
        ("151-26-0047-1182-1-9", NumberProblem.TOO_LONG),
        ("152-26-0047-1182-1", NumberProblem.WRONG_PREFIX),
        ("151-26-0047-1182-7", NumberProblem.WRONG_DIGIT),
        ("151-26-0074-1182-1", NumberProblem.WRONG_DIGIT),
        ("151-26-0000-0000-" + check_digit("2600000000"), NumberProblem.WRONG_DIGIT),
    ],
)
def test_what_is_wrong_with_a_number_is_told(typed: str, problem: NumberProblem) -> None:
    assert read_case_number(typed) == problem
    assert parse_case_number(typed) is None


def test_another_short_code_may_have_another_length() -> None:
    written = case_number("1500", 2027, 12)
    assert parse_case_number(written, short_code="1500") == CaseNumber(2027, 12, "1500")
    assert read_case_number(written, short_code="151") == NumberProblem.TOO_LONG


@pytest.mark.parametrize(
    "subject",
    [
        "Re: [151-26-0047-1182-1] Laporan Anda kami terima",
        "151-26-0047-1182-1",
        "BLS: 151 26 0047 1182 1 mohon kabar",
        "Fwd: 15126004711821",
        "Tanya [151-26-0047-1182-1] dan sekali lagi 151-26-0047-1182-1",
        "Re: [151-26-0047-\r\n 1182-1]",
        "laporan 151‑26‑0047‑1182‑1.",
        "laporan １５１-26-0047-1182-1",
    ],
)
def test_a_number_is_found_in_a_subject(subject: str) -> None:
    assert find_case_numbers(subject) == [CASE]


@pytest.mark.parametrize(
    "subject",
    [
        "Re: laporan saya",
        "[151-26-0047-1182-7]",
        "26-0047-1182-1",
        "+15126004711821",
        "9915126004711821",
        "151260047118210",
        "151-26-0047-1182-1-4",
        "A151-26-0047-1182-1",
        "satu lima satu dua enam",
        "",
    ],
)
def test_what_only_resembles_a_number_is_not_found(subject: str) -> None:
    assert find_case_numbers(subject) == []


def test_several_numbers_are_found_in_order() -> None:
    other = CaseNumber(2025, 9)
    assert find_case_numbers(f"{other} lalu {CASE}, lalu {other}") == [other, CASE]


def test_a_private_code_depends_on_secret_case_and_nonce() -> None:
    nonce = bytes(range(16))
    code = private_code("rahasia", 47, nonce)
    assert code == private_code("rahasia", 47, nonce)
    assert normalise_code(code) == code
    others = {
        private_code("rahasia2", 47, nonce),
        private_code("rahasia", 48, nonce),
        private_code("rahasia", 47, nonce[::-1]),
    }
    assert len(others | {code}) == 4


def test_a_short_nonce_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        private_code("rahasia", 47, b"short")


@pytest.mark.parametrize(
    "typed", ["7k2m-0x1q-9ab1", "7K2MOXIQ9ABL", " 7k2m oxlq 9abi ", "7K2M.0X1Q.9AB1"]
)
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalise_code(typed) == "7K2M-0X1Q-9AB1"
    assert same_code(typed, "7K2M-0X1Q-9AB1")


@pytest.mark.parametrize(
    "typed", ["", "7K2M-0X1Q-9AB", "7K2M-0X1Q-9ABU", "7K2M-0X1Q-9AB12", "É" * 12]
)
def test_what_cannot_be_a_code_is_never_the_same(typed: str) -> None:
    assert normalise_code(typed) == ""
    assert not same_code(typed, "7K2M-0X1Q-9AB1")
    assert not same_code(typed, typed)


def test_another_code_is_not_the_same() -> None:
    assert not same_code("7K2M-0X1Q-9AB2", "7K2M-0X1Q-9AB1")


def test_numbers_and_codes_are_dictated_in_groups() -> None:
    assert dictate(NUMBER, "id") == (
        "satu lima satu, dua enam, nol nol empat tujuh, satu satu delapan dua, satu"
    )
    assert dictate("7K2M-0X1Q-9AB1", "en") == "seven K two M, zero X one Q, nine A B one"
