"""What stands in the address book, kind by kind, each with how the database finds it.

No number of anybody's, and nothing else that is not on a business card: a telephone neither, as the
directory does not say which are the office's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Collate
from django.db.models.lookups import IContains

from hubung.directory.models import Holding, Person, in_force, today
from hubung.mail import queries
from hubung.mail.addressbook.entries import Entry, name
from hubung.mail.models import Account, AccountState, Address

Row = dict[str, Any]
_PEOPLE = ("inetOrgPerson", "organizationalPerson", "person", "top")
#: Their address is no attribute of any class that would fit better.
_OTHERS = ("organizationalRole", "extensibleObject", "top")


@dataclass(frozen=True)
class Kind:
    """A branch of the tree."""

    branch: str
    classes: tuple[str, ...]
    #: The column with its name, by which it is ordered, and the one with its address.
    named: str
    addressed: str
    #: By attribute in lower case: rows with a word in it, and perhaps a few more.
    holding: Mapping[str, Callable[[str], Q]]
    #: What somebody may see.
    rows: Callable[[Account], QuerySet[Any, Any]]
    #: The attributes of each row, beside those of the whole kind.
    described: Callable[[Sequence[Row]], Iterable[dict[str, list[str]]]]
    one_address: bool = True

    @property
    def constant(self) -> dict[str, list[str]]:
        """What every entry has."""
        return {"objectclass": list(self.classes), "o": [settings.HUBUNG.ministry.name]}

    def entries(self, rows: Sequence[Row]) -> list[Entry]:
        return [
            Entry(
                name(self.branch, row[self.addressed]),
                {
                    **self.constant,
                    "mail": [row[self.addressed]],
                    **{
                        attribute: [one for one in said if one]
                        for attribute, said in values.items()
                    },
                },
            )
            for row, values in zip(rows, self.described(rows), strict=True)
        ]


def plain(column: str) -> Collate:
    """A column compared by its letters as they are, and of ASCII's whatever their case.

    That is all that SQLite can, and enough to find what may fit; by the rules of a language, which
    PostgreSQL would follow else, it takes several times as long.
    """
    return Collate(column, "C" if connection.vendor == "postgresql" else "BINARY")


def _in(*columns: str) -> Callable[[str], Q]:
    def held(word: str) -> Q:
        found = Q()
        for column in columns:
            found |= Q(IContains(plain(column), word))
        return found

    return held


def _addressed(column: str) -> Callable[[str], Q]:
    """Addresses are kept in lower case, as words are asked: they are compared as they stand."""
    return lambda word: Q((f"{column}__contains", word))


def _whatever(_word: str) -> Q:
    """The filter alone decides."""
    return Q(pk__isnull=False)


def _in_use() -> Q:
    """Of accounts: no suspended ones, and none that nobody has opened yet."""
    return queries.taking_mail() & Q(state=AccountState.ACTIVE)


def _open(unit: str) -> Q:
    return Q((f"{unit}__closed_on", None)) | Q((f"{unit}__closed_on__gt", today()))


def _people(_asker: Account) -> QuerySet[Any, Any]:
    return Account.objects.filter(_in_use(), person__is_active=True).values(
        "login", "person_id", "person__name", "person__title", "person__unit__name"
    )


def _of_people(rows: Sequence[Row]) -> Iterable[dict[str, list[str]]]:
    held = Holding.objects.filter(in_force(today()), person__in=[row["person_id"] for row in rows])
    # The definite one comes last, and stays.
    posts = dict(held.order_by("-acting", "-pk").values_list("person_id", "post__title"))
    for row in rows:
        called = row["person__name"]
        given, surname = _parted(called)
        title = posts.get(row["person_id"])
        yield {
            "cn": [called],
            "displayname": [called],
            "givenname": [given],
            "sn": [surname],
            "title": [title or row["person__title"]],
            "ou": [row["person__unit__name"] or ""],
            "employeetype": ["official" if title else "staff"],
        }


def _parted(called: str) -> tuple[str, str]:
    """`Dr. Niken` and `Sari` of `Dr. Niken Sari, M.T.`; many people's only name is the second."""
    words = called.partition(",")[0].split() or [called]
    return " ".join(words[:-1]), words[-1]


def _called(word: str) -> Q:
    """Looked up apart: reading everybody once is quicker than for each account."""
    return Q(person__in=Person.objects.filter(_in("name")(word)).values("pk"))


def _titled(word: str) -> Q:
    held = Holding.objects.filter(in_force(today()), _in("post__title")(word))
    themselves = Person.objects.filter(_in("title")(word))
    return Q(person__in=themselves.values("pk")) | Q(person__in=held.values("person"))


def _answered(**post: Any) -> Q:
    """Of addresses: somebody who takes mail holds such a post, or stands in for it."""
    held = Holding.objects.filter(
        in_force(today()), queries.taking_mail("person__mail_account__"), **post
    )
    return Q(Exists(held)) | queries.taking_mail("fallback__")


def _posts(_asker: Account) -> QuerySet[Any, Any]:
    found = Address.objects.filter(_open("post__unit"), post__isnull=False, derived=False)
    return found.filter(_answered(post=OuterRef("post"))).values(
        "address", "post__title", "post__unit__name"
    )


def _units(_asker: Account) -> QuerySet[Any, Any]:
    found = Address.objects.filter(_open("unit"), unit__isnull=False, derived=False)
    heads = _answered(post__unit=OuterRef("unit"), post__heads_unit=True)
    return found.filter(heads).values("address", "unit__name", "unit__short_name")


def _shared(_asker: Account) -> QuerySet[Any, Any]:
    return Account.objects.filter(_in_use(), person=None).values("login", "label", "unit__name")


def _groups(asker: Account) -> QuerySet[Any, Any]:
    found = Address.objects.filter(group__in=queries.open_to(asker).values("pk"), derived=False)
    return found.values("address", "group__name", "group__unit__name")


PEOPLE = Kind(
    "people",
    _PEOPLE,
    "person__name",
    "login",
    {
        "mail": _addressed("login"),
        **dict.fromkeys(("cn", "displayname", "givenname", "sn"), _called),
        "title": _titled,
        "ou": _in("person__unit__name"),
        "employeetype": _whatever,
    },
    _people,
    _of_people,
)
POSTS = Kind(
    "posts",
    _OTHERS,
    "post__title",
    "address",
    {"mail": _addressed("address"), "cn": _in("post__title"), "ou": _in("post__unit__name")},
    _posts,
    lambda rows: ({"cn": [row["post__title"]], "ou": [row["post__unit__name"]]} for row in rows),
)
UNITS = Kind(
    "units",
    _OTHERS,
    "unit__name",
    "address",
    {
        "mail": _addressed("address"),
        **dict.fromkeys(("cn", "ou"), _in("unit__name", "unit__short_name")),
    },
    _units,
    lambda rows: (
        {"cn": names, "ou": names}
        for names in ([row["unit__name"], row["unit__short_name"]] for row in rows)
    ),
)
SHARED = Kind(
    "shared",
    _OTHERS,
    "label",
    "login",
    {"mail": _addressed("login"), "cn": _in("label"), "ou": _in("unit__name")},
    _shared,
    lambda rows: ({"cn": [row["label"]], "ou": [row["unit__name"] or ""]} for row in rows),
)
GROUPS = Kind(
    "groups",
    _OTHERS,
    "group__name",
    "address",
    {"mail": _addressed("address"), "cn": _in("group__name"), "ou": _in("group__unit__name")},
    _groups,
    lambda rows: (
        {"cn": [row["group__name"]], "ou": [row["group__unit__name"] or ""]} for row in rows
    ),
)
#: What the asker may write as: for a program that sets itself up by it, and in no search but there.
OWN = Kind(
    "own",
    _PEOPLE,
    "person__name",
    "login",
    {"mail": _whatever, "cn": _called},
    lambda asker: Account.objects.filter(pk=asker.pk).values("pk", "login", "person__name"),
    lambda rows: (
        {
            "cn": [row["person__name"]],
            "mail": queries.addresses_of(Account.objects.get(pk=row["pk"])),
        }
        for row in rows
    ),
    one_address=False,
)
#: In the order in which they are told.
KINDS = (PEOPLE, POSTS, UNITS, SHARED, GROUPS)
