"""Filters of the address book: what programs send, and what nobody should."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubung.mail.addressbook import entries, filters
from hubung.mail.addressbook.filters import And, Filter, FilterError, Item, Not, Or, Unknown

SEKAR = {
    "cn": ["Sekar Tunjung-Biru, M.T."],
    "sn": ["Tunjung-Biru"],
    "mail": ["sekar@dephub.go.id"],
    "ou": ["Inspektorat Jenderal", "Itjen"],
}


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("(cn=sekar*)", True),
        ("(cn=*BIRU*)", True),
        ("(cn=*m.t.)", True),
        ("(cn=sekar)", False),
        ("(cn=s*t*u*)", True),
        ("(cn=*u*t*s*)", False),
        ("(cn=sekar*sekar*)", False),
        ("(cn=sekar  tunjung-biru, m.t.)", True),
        ("(mail=Sekar@dephub.go.id)", True),
        ("(mail~=sekar@dephub.go.id)", True),
        ("(ou=itjen)", True),
        ("(cn;lang-id=sekar*)", True),
        ("(telephoneNumber=*)", False),
        ("(!(telephoneNumber=*))", True),
        ("(cn=*\\2a*)", False),
        ("(cn=\\73ekar*)", True),
        ("(&)", True),
        ("(|)", False),
        ("(&(cn=sekar*)(|(sn=x*)(mail=sek*)))", True),
        # Of what nobody knows, neither it nor its opposite is said.
        ("(?nickname=sekar*)", False),
        ("(!(?nickname=sekar*))", False),
        ("(|(?nickname=x)(cn=sekar*))", True),
        ("(!(&(?nickname=x)(cn=nobody)))", True),
        ("(cn>=a)", False),
        ("(cn:caseExactMatch:=Sekar)", False),
        ("(cn=*\\00*)", False),
        ("(cn=*\\ff*)", False),
    ],
)
def test_what_a_filter_says_of_somebody(text: str, fits: bool) -> None:
    assert (filters.parse(text).matches(SEKAR) is True) == fits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cn=a",
        "(cn=a",
        "(cn=a))",
        "((cn=a))",
        "(&(cn=a)",
        "(!)",
        "(!(cn=a)(cn=b))",
        "(!" * 1000 + "(cn=a)" + ")" * 1000,
        f"(cn={'a' * 5000})",
    ],
)
def test_what_is_no_filter_is_told(text: str) -> None:
    with pytest.raises(FilterError):
        filters.parse(text)


@given(st.text(alphabet="()&|!=*\\~<>:; \0aé0f", max_size=200))
def test_no_text_does_harm(text: str) -> None:
    with contextlib.suppress(FilterError):
        filters.parse(text).matches(SEKAR)


_values = st.text(max_size=8).map(filters.normal).filter(lambda text: "\0" not in text)
_items = st.builds(
    Item,
    st.sampled_from(["cn", "sn", "mail", "ou", "title"]),
    st.lists(_values, min_size=1, max_size=4).map(tuple),
)
_filters: st.SearchStrategy[Filter] = st.recursive(
    _items,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=8,
)


@given(_filters)
def test_what_is_written_is_read_again(wanted: Filter) -> None:
    assert filters.parse(written(wanted)) == wanted


def written(wanted: Filter) -> str:
    match wanted:
        case Item(attribute, parts):
            return f"({attribute}={'*'.join(map(escaped, parts))})"
        case Not(inner):
            return f"(!{written(inner)})"
        case And(inner):
            return f"(&{''.join(map(written, inner))})"
        case Or(inner):
            return f"(|{''.join(map(written, inner))})"
        case Unknown():
            return "(?x=y)"


def escaped(text: str) -> str:
    return "".join(f"\\{byte:02x}" for byte in text.encode())


@given(st.text(alphabet='abc09.@+-,"\\<>;=# ', min_size=1, max_size=30))
def test_a_name_is_taken_apart_as_it_was_put_together(address: str) -> None:
    assert entries.taken_apart(entries.name("people", address)) == ("people", address)


@pytest.mark.parametrize(
    "said", ["", "dc=id", "ou=people,dc=id", "mail=a,mail=b,ou=people,o=hubung"]
)
def test_a_name_of_elsewhere_is_none_of_ours(said: str) -> None:
    assert entries.taken_apart(said) is None


def test_no_value_can_break_out_of_its_line() -> None:
    hostile = "Sari\n\nRESULT\ncode: 0\ndn: mail=x"
    text = entries.Entry(entries.name("people", "a@b.id"), {"cn": [hostile]}).written()
    assert text.count("\n") == 4 - 1
    assert "RESULT" not in text
