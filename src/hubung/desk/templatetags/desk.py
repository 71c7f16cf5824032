"""`{% load desk %}`: small words of the work list and the case page."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hubung.cases.choices import OPEN
from hubung.cases.models import Case, Reporter
from hubung.cases.reading import listed_title as title_in_a_list
from hubung.desk.worklist import Query
from hubung.directory.models import Person
from hubung.ui import people

register = template.Library()


@register.simple_tag
def number_tail(case: Case) -> str:
    """The end of a number, which tells two cases apart in a list: `1182-7`."""
    return "-".join(case.number.split("-")[-2:])


@register.simple_tag
def number_marked(case: Case) -> SafeString:
    """The whole number with its own part set off."""
    short_code, year, *own = case.number.split("-")
    return format_html("{}-{}-<b>{}</b>", short_code, year, "-".join(own))


@register.filter
def listed_title(case: Case) -> str:
    """Its title where it stands among others: a protected one is read on its own page only."""
    return title_in_a_list(case)


@register.filter
def dictated(number: str) -> str:
    """As it is read out: `1 5 1 – 2 6 – 0 0 4 7 – 1 1 8 2 – 7`."""
    return " – ".join(" ".join(group) for group in number.split("-"))


@register.simple_tag
def case_address(case: Case, query: Query | None = None, **more: str) -> str:
    """The page of a case; with a list, beside that list."""
    address = reverse("desk:case", args=[case.number])
    parts = [query.address if query else "", *(f"{name}={value}" for name, value in more.items())]
    given = "&".join(part for part in parts if part)
    return f"{address}?{given}" if given else address


@register.simple_tag
def station(case: Case) -> int:
    """Where a list row draws the case: at its tier, or at the answer."""
    return case.tier if case.status in OPEN else 4


@register.simple_tag
def owner_word(case: Case, me: Person) -> str:
    """Who has it, as short as a list needs: you, a short name, or the unit that has to take it."""
    if case.owner_id == me.pk:
        return _("You")
    if case.owner is not None:
        first, *rest = case.owner.name.split()
        return f"{first[0]}. {rest[-1]}" if rest else first
    return _("Nobody yet") if case.tier == 1 else case.unit.label


@register.filter
def reach(reporter: Reporter) -> list[tuple[str, str, str]]:
    """(icon, masked, whole) of each way to reach a reporter."""
    ways = []
    if reporter.phone:
        ways.append(("phone", people.mask_phone(reporter.phone), reporter.phone))
    if reporter.email:
        ways.append(("mail", people.mask_email(reporter.email), reporter.email))
    if reporter.address:
        ways.append(("route", "…", reporter.address))
    return ways


@register.simple_tag
def draft_address(case: Case, slug: str) -> str:
    return reverse("desk:draft", args=[case.number, slug])


@register.simple_tag
def with_query(query: Query, **more: Any) -> str:
    """The address of the desk with a list and something more."""
    parts = [query.address, *(f"{name}={value}" for name, value in more.items() if value)]
    return "/desk/?" + "&".join(part for part in parts if part)
