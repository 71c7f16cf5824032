"""docs/reference/rights.md, printed from what decides: the table of the registry and the rows of
the addresses, by asking the program's own functions for each role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hubung.cases import rights as registry
from hubung.cases.choices import Kind
from hubung.cases.lifecycle import REPORTER_ACTIONS, Action
from hubung.cases.rights import Power, Reach
from hubung.directory.accounts.middleware import ALWAYS, ENTRANCE
from hubung.directory.models import Grant, Person, Role, Unit, UnitKind
from hubung.kernel.rights import Access, Who
from hubung.project.rights import Route, routes

_PAGE = """\
# Rights

Made from the code that decides by `scripts/reference.py`; a test compares the two, and another one
walks every address as every role. A role is granted for a unit and holds for it and everything
below it (*subtree*). *Own* is what somebody is named to. Who has no row in a table has no right.

## Who sees which reports

Lists, counts, search, live hints, files, drafts, links and suggestions all ask for this first. A
report that somebody may not see is answered as a number that does not exist.

| who | which reports | reach |
|---|---|---|
{sights}
An application with a token of its own sees what its units hold, never anything confidential.

## Who may do what with a report

Only with reports that they see, and only where the status allows it ([lifecycle](lifecycle.md)).
*Misconduct* is apart: what is allowed for the other kinds is not allowed for it, and it can be
given to people of the Inspectorate only.

{actions}
## Who may open which address

“151”: for the role at the contact centre. “ministry”: for the role granted for the whole ministry.
Whoever may not, and whoever is not signed in, is told so without learning whether the thing is
there. With a role but before the second factor, only these open: {before}.

| address | nobody | signed in, no role | {roles} | and only |
|---|---|---|{rule}|---|
{addresses}"""

_ROOT = Unit(pk=1, path="/1/", kind=UnitKind.MINISTRY)
_CENTRE = Unit(pk=2, path="/1/2/", kind=UnitKind.CONTACT_CENTRE, parent_id=1)
_OFFICE = Unit(pk=3, path="/1/3/", kind=UnitKind.OFFICE, parent_id=1)
_YES, _NO = "yes", "–"


def page() -> str:
    """The page as Markdown. Asks no database."""
    before = sorted(ALWAYS.union(*ENTRANCE.values()))
    return _PAGE.format(
        sights="".join(_row(cells) for cells in _sights()),
        actions=_actions(),
        before=", ".join(f"`{name}`" for name in before),
        roles=" | ".join(_title(role) for role in Role),
        rule="|".join("---" for _role in Role),
        addresses="".join(_row(_address(route)) for route in routes()),
    )


def _sights() -> Iterator[list[str]]:
    yield ["whoever is named to it (named handlers)", "any", str(Reach.OWN)]
    for sight in registry.SIGHTS:
        yield [_title(sight.role), sight.part.said, str(sight.reach)]


def _actions() -> str:
    head = ["action", *(_title(role) for role in Role), "reporter, with number and code"]
    rows = [_row(head), _row(["---"] * len(head))]
    for action in Action:
        cells = [_powers(action, role) for role in Role]
        rows.append(
            _row([f"`{action.value}`", *cells, "own" if action in REPORTER_ACTIONS else _NO])
        )
    return "".join(rows)


def _powers(action: Action, role: Role) -> str:
    held = [power for power in registry.POWERS if power.role == role and action in power.actions]
    return "; ".join(_power(power) for power in held) or _NO


def _power(power: Power) -> str:
    if power.reach == Reach.SEEN:
        return "what they see"
    tiers = "" if len(power.tiers) == 3 else f", tier {', '.join(map(str, sorted(power.tiers)))}"
    kinds = {
        frozenset(Kind): ", misconduct too",
        frozenset(Kind) - {Kind.PUBLIC_INFORMATION}: ", misconduct too",
        frozenset({Kind.MISCONDUCT}): ", misconduct only",
        frozenset({Kind.INFORMATION_REQUEST}): ", information requests only",
        frozenset({Kind.PERSONAL_DATA}): ", personal-data requests only",
        frozenset({Kind.PUBLIC_INFORMATION}): ", formal information requests only",
    }.get(power.kinds, "")
    return f"{power.reach}{tiers}{kinds}"


def _address(route: Route) -> list[str]:
    access = route.access
    shown = re.sub(r"^\^|\\|\$$|\(\?P|\[[^]]*\]\+|\.\+|\)", "", route.address)
    if access.who == Who.BEARER:
        told = ["–", "–", *(_NO for _role in Role), f"whoever has {access.thing}"]
    else:
        everybody = _YES if access.who == Who.EVERYBODY else _NO
        account = _NO if access.who == Who.STAFF else _YES
        told = [everybody, account, *(_opens(access, role) for role in Role), access.thing]
    return [f"`{shown}` `{route.name}`", *told]


def _opens(access: Access, role: Role) -> str:
    """Asked of somebody with this one role: for an office, at the contact centre, for all."""
    if access.may is None:
        return _YES
    office, centre, root = (
        bool(access.may(somebody(role, unit))) for unit in (_OFFICE, _CENTRE, _ROOT)
    )
    if office:
        return _YES
    return ", ".join(word for word, opens in (("151", centre), ("ministry", root)) if opens) or _NO


def somebody(role: Role, unit: Unit) -> Person:
    """A person with one role, who is in no database."""
    person = Person(name=role.value, is_active=True)
    person.__dict__["grants"] = (Grant(role=role, unit=unit),)
    return person


def _title(role: Role) -> str:
    return role.value.replace("_", " ")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
