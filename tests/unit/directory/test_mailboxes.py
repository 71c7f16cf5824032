"""Mail addresses out of names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubung.directory.mailboxes import Mailboxes, local_part

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wulandari Paramesthi", "wulandari.paramesthi"),
        ("Dr. Laksmi Wandhani-Sagara, M.T.", "laksmi.wandhani-sagara"),
        ("Bayu Wisnu Mentari-Putra", "bayu.mentari-putra"),
        ("Suarti", "suarti"),
        ("Ni'mah Ka'bah", "nimah.kabah"),
        ("Andrée Ÿelda", "andree.yelda"),
        ("風 雨", "pegawai"),
        ("", "pegawai"),
    ],
)
def test_a_name_gives_its_first_and_last_word(name: str, expected: str) -> None:
    assert local_part(name) == expected


def test_the_second_of_a_name_gets_a_number_and_the_first_keeps_theirs() -> None:
    mailboxes = Mailboxes(["bayu.lesung2"])
    assert [mailboxes.take("Bayu Lesung") for _ in range(3)] == [
        "bayu.lesung",
        "bayu.lesung3",
        "bayu.lesung4",
    ]


@given(st.lists(st.text(max_size=60), max_size=30))
def test_every_address_is_free_and_can_be_written(names: list[str]) -> None:
    mailboxes = Mailboxes()
    taken = [mailboxes.take(name) for name in names]
    assert len(set(taken)) == len(taken)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*[a-z0-9]|[a-z0-9]", part) for part in taken)
