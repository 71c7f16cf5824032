"""Versions of the menu: draft, tried, live. One transaction each, put on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.calendars import Language
from hubung.telephony.menu import policies
from hubung.telephony.menu.checks import Finding, examine
from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.emergency import announcement, emergency
from hubung.telephony.menu.simulation import Rehearsal, simulate
from hubung.telephony.menu.tree import Tree
from hubung.telephony.menu.walking import Prompt
from hubung.telephony.models import MenuAct, MenuSave, MenuState, MenuVersion
from hubung.telephony.prompts import parts
from hubung.telephony.prompts.wording import wordings
from hubung.telephony.queues.reading import open_queues


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
    live = live_version()
    version, tree = (live.pk, tree_of(live)) if live else (0, default_tree())
    return InForce(version, tree, announcement() if emergency() else ())


def live_version() -> MenuVersion | None:
    """The version that callers hear; None: the menu of a new installation."""
    return MenuVersion.objects.filter(state=MenuState.LIVE).first()


def tree_of(version: MenuVersion | MenuSave) -> Tree:
    return Tree.model_validate(version.tree)


def queues() -> dict[str, str]:
    """The queues that a menu may lead to: their names, and how people call them."""
    return {queue.name: queue.title for queue in open_queues()}


def findings(tree: Tree) -> list[Finding]:
    """What `checks.examine` finds with the prompts of today."""
    return examine(tree, prompts=wordings().keys(), queues=queues())


@transaction.atomic
def begin_draft(*, by: Person, note: str = "", tree: Tree | None = None) -> MenuVersion:
    """A copy of a menu, of the one in force if no other is given. Raises PermissionDenied."""
    policies.require(policies.may_keep_menu(by))
    stored = (tree or in_force().tree).model_dump(mode="json")
    version = MenuVersion.objects.create(tree=stored, note=note, made_by=by, changed_by=by)
    _save(version, by, MenuAct.BEGUN)
    _record(by, version, "draft")
    return version


@transaction.atomic
def change_draft(
    *,
    by: Person,
    version: MenuVersion,
    tree: Tree,
    seen: int,
    act: MenuAct = MenuAct.CHANGED,
    about: str = "",
) -> MenuVersion:
    """Store another tree; what was tried is a draft again. `seen`: the revision it was made of.

    Raises PermissionDenied; MenuError where somebody else has saved since, or it was live.
    """
    policies.require(policies.may_keep_menu(by))
    stored = _locked(version)
    if stored.state not in (MenuState.DRAFT, MenuState.TRIED):
        raise MenuError(_("This version is or was live and stays as it is. Begin a new draft."))
    _require_seen(stored, seen)
    changed = tree.model_dump(mode="json")
    if changed == stored.tree:
        return stored
    stored.tree = changed
    stored.state, stored.tried_at, stored.tried_by = MenuState.DRAFT, None, None
    stored.changed_at, stored.changed_by = clock.now(), by
    stored.revision += 1
    stored.save()
    _save(stored, by, act, about)
    _record(by, stored, "changed")
    return stored


def go_back(*, by: Person, version: MenuVersion, to: MenuSave, seen: int) -> MenuVersion:
    """The draft is as it was after an earlier save; that is a save itself, and undone like one.

    Raises as `change_draft`.
    """
    when = str(to.revision)
    return change_draft(
        by=by, version=version, tree=tree_of(to), seen=seen, act=MenuAct.BACK, about=when
    )


@transaction.atomic
def discard_draft(*, by: Person, version: MenuVersion, seen: int) -> None:
    """Throw a draft away, with its earlier states. Raises PermissionDenied, MenuError."""
    policies.require(policies.may_keep_menu(by))
    stored = _locked(version)
    if stored.live_at is not None:
        raise MenuError(_("Callers have heard this version. It is kept."))
    _require_seen(stored, seen)
    _record(by, stored, "discarded")
    stored.delete()


@transaction.atomic
def try_version(
    *,
    by: Person,
    version: MenuVersion,
    keys: str,
    at: datetime,
    to_the_end: bool = True,
) -> Rehearsal:
    """A simulated call; a draft without errors counts as tried once one came to its end.

    Without `to_the_end` it stops where the caller is asked and has pressed nothing yet. Every
    number that could be a case's is told the state of an example. Raises PermissionDenied.
    """
    policies.require(policies.may_keep_menu(by))
    stored = _locked(version)
    tree = tree_of(stored)
    words = {key: wording.text for key, wording in wordings().items()}
    rehearsal = simulate(
        tree,
        keys,
        at=at,
        words=lambda prompt: words.get((prompt.key, prompt.language), prompt.key),
        tell=_example,
        emergency=announcement() if emergency() else (),
        to_the_end=to_the_end,
    )
    faulty = any(finding.level == "error" for finding in findings(tree))
    if rehearsal.ended and stored.state == MenuState.DRAFT and not faulty:
        stored.state, stored.tried_at, stored.tried_by = MenuState.TRIED, clock.now(), by
        stored.save(update_fields=["state", "tried_at", "tried_by"])
        _record(by, stored, "tried")
    return rehearsal


@transaction.atomic
def put_live(*, by: Person, version: MenuVersion, seen: int) -> MenuVersion:
    """Callers hear this version from now on; running calls finish with the one they began.

    Only what was tried and has no errors; an older version goes live again by the same rule.
    Raises PermissionDenied, MenuError.
    """
    policies.require(policies.may_keep_menu(by))
    stored = _locked(version)
    if stored.state == MenuState.LIVE:
        return stored
    _require_seen(stored, seen)
    if stored.state == MenuState.DRAFT:
        raise MenuError(_("Try this version in a simulated call before it goes live."))
    errors = [one for one in findings(tree_of(stored)) if one.level == "error"]
    if errors:
        raise MenuError(errors[0].text)
    MenuVersion.objects.filter(state=MenuState.LIVE).update(state=MenuState.RETIRED)
    stored.state, stored.live_at, stored.live_by = MenuState.LIVE, clock.now(), by
    stored.save(update_fields=["state", "live_at", "live_by"])
    _record(by, stored, "live")
    return stored


def _example(number: str, language: Language) -> tuple[Prompt, ...]:
    said = parts.case_state(number, "in_progress", clock.now().date(), language)
    return tuple(Prompt(key, language) for key in said)


def _locked(version: MenuVersion) -> MenuVersion:
    stored = MenuVersion.objects.select_for_update().filter(pk=version.pk).first()
    if stored is None:
        raise MenuError(_("This draft has been thrown away meanwhile."))
    return stored


def _require_seen(stored: MenuVersion, seen: int) -> None:
    if stored.revision != seen:
        raise MenuError(
            _(
                "%(who)s has changed this draft since you opened it. Nothing of yours was kept: "
                "look at it as it is now, then change it again."
            )
            % {"who": stored.changed_by or stored.made_by}
        )


def _save(version: MenuVersion, by: Person, act: MenuAct, about: str = "") -> None:
    MenuSave.objects.create(
        version=version,
        revision=version.revision,
        tree=version.tree,
        act=act,
        about=about,
        made_by=by,
    )


def _record(by: Person, version: MenuVersion, act: str) -> None:
    record(Act.SETUP_CHANGED, by, f"menu:{version.pk}", data={"act": act})
