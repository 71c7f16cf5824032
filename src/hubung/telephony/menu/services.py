"""Versions of the menu: draft, tried, live. One transaction each, put on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.telephony.menu import policies
from hubung.telephony.menu.checks import Finding, examine
from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.simulation import Line, simulate
from hubung.telephony.menu.tree import Tree
from hubung.telephony.menu.walking import Prompt
from hubung.telephony.models import Emergency, MenuState, MenuVersion
from hubung.telephony.prompts.wording import LANGUAGES, wordings
from hubung.telephony.queues.reading import queue_names

#: The announcement that every caller hears first while an emergency lasts.
ANNOUNCEMENT = "emergency"


class MenuError(Exception):
    """Nothing was changed. `str()` says why and what to do."""


@dataclass(frozen=True)
class InForce:
    """What callers hear now. `version` is 0 for the menu of a new installation."""

    version: int
    tree: Tree
    emergency: tuple[Prompt, ...]


def in_force() -> InForce:
    """The live menu; the default one where none is live. Two queries."""
    live = MenuVersion.objects.filter(state=MenuState.LIVE).first()
    version, tree = (live.pk, Tree.model_validate(live.tree)) if live else (0, default_tree())
    return InForce(version, tree, announcement() if emergency() else ())


def announcement() -> tuple[Prompt, ...]:
    """In both languages: nobody has chosen one yet."""
    return tuple(Prompt(ANNOUNCEMENT, language) for language in LANGUAGES)


def emergency() -> Emergency | None:
    """The one that lasts, if any."""
    return Emergency.objects.filter(lasts=True).select_related("begun_by").first()


def findings(tree: Tree) -> list[Finding]:
    """What `checks.examine` finds with the prompts of today."""
    return examine(tree, prompts=wordings().keys(), queues=queue_names())


@transaction.atomic
def begin_draft(*, by: Person, note: str = "") -> MenuVersion:
    """A copy of the menu in force, to be changed. Raises PermissionDenied."""
    policies.require(policies.may_keep_menu(by))
    tree = in_force().tree.model_dump(mode="json")
    version = MenuVersion.objects.create(tree=tree, note=note, made_by=by)
    _record(by, version, "draft")
    return version


@transaction.atomic
def change_draft(*, by: Person, version: MenuVersion, tree: Tree) -> MenuVersion:
    """Store another tree; what was tried is a draft again. Raises PermissionDenied, MenuError."""
    policies.require(policies.may_keep_menu(by))
    stored = _locked(version)
    if stored.state not in (MenuState.DRAFT, MenuState.TRIED):
        raise MenuError(_("This version is or was live and stays as it is. Begin a new draft."))
    stored.tree = tree.model_dump(mode="json")
    stored.state, stored.tried_at, stored.tried_by = MenuState.DRAFT, None, None
    stored.changed_at = clock.now()
    stored.save()
    _record(by, stored, "changed")
    return stored


@transaction.atomic
def try_version(*, by: Person, version: MenuVersion, keys: str, at: datetime) -> list[Line]:
    """A simulated call; a draft without errors counts as tried from then on.

    Raises PermissionDenied.
    """
    policies.require(policies.may_keep_menu(by))
    stored = _locked(version)
    tree = Tree.model_validate(stored.tree)
    words = {key: wording.text for key, wording in wordings().items()}
    lines = simulate(
        tree,
        keys,
        at=at,
        words=lambda prompt: words.get((prompt.key, prompt.language), prompt.key),
        emergency=announcement() if emergency() else (),
    )
    faulty = any(finding.level == "error" for finding in findings(tree))
    if stored.state == MenuState.DRAFT and not faulty:
        stored.state, stored.tried_at, stored.tried_by = MenuState.TRIED, clock.now(), by
        stored.save(update_fields=["state", "tried_at", "tried_by"])
        _record(by, stored, "tried")
    return lines


@transaction.atomic
def put_live(*, by: Person, version: MenuVersion) -> MenuVersion:
    """Callers hear this version from now on; running calls finish with the one they began.

    Only what was tried and has no errors; an older version goes live again by the same rule.
    Raises PermissionDenied, MenuError.
    """
    policies.require(policies.may_keep_menu(by))
    stored = _locked(version)
    if stored.state == MenuState.LIVE:
        return stored
    if stored.state == MenuState.DRAFT:
        raise MenuError(_("Try this version in a simulated call before it goes live."))
    errors = [one for one in findings(Tree.model_validate(stored.tree)) if one.level == "error"]
    if errors:
        raise MenuError(errors[0].text)
    MenuVersion.objects.filter(state=MenuState.LIVE).update(state=MenuState.RETIRED)
    stored.state, stored.live_at, stored.live_by = MenuState.LIVE, clock.now(), by
    stored.save(update_fields=["state", "live_at", "live_by"])
    _record(by, stored, "live")
    return stored


@transaction.atomic
def begin_emergency(*, by: Person) -> Emergency:
    """Every caller hears the announcement first. Twice is harmless. Raises PermissionDenied."""
    policies.require(policies.may_announce(by))
    begun, new = Emergency.objects.get_or_create(lasts=True, defaults={"begun_by": by})
    if new:
        record(Act.SETUP_CHANGED, by, "emergency", data={"act": "begun"})
    return begun


@transaction.atomic
def end_emergency(*, by: Person) -> None:
    """Twice is harmless. Raises PermissionDenied."""
    policies.require(policies.may_announce(by))
    ended = Emergency.objects.filter(lasts=True).update(
        lasts=False, ended_at=clock.now(), ended_by=by
    )
    if ended:
        record(Act.SETUP_CHANGED, by, "emergency", data={"act": "ended"})


def read_tree(text: str) -> Tree:
    """A tree from its JSON. Raises MenuError, which names the first thing that is wrong."""
    try:
        return Tree.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = " → ".join(str(part) for part in first["loc"])
        raise MenuError(f"{where}: {first['msg']}" if where else first["msg"]) from error


def _locked(version: MenuVersion) -> MenuVersion:
    return MenuVersion.objects.select_for_update().get(pk=version.pk)


def _record(by: Person, version: MenuVersion, act: str) -> None:
    record(Act.SETUP_CHANGED, by, f"menu:{version.pk}", data={"act": act})
