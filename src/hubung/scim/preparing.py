"""What common programs write a little differently, brought into the standard's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubung.mail.models import Writers
from hubung.scim.resources import EnterpriseUser, MailGroup

_ENTERPRISE = str(EnterpriseUser.__schema__)
_MAIL_GROUP = str(MailGroup.__schema__)


def user(body: Mapping[str, Any], now: Any) -> dict[str, Any]:
    """A whole user: a name may come in parts.

    Whoever says nothing of `active` or the unit means that it stays as it is: nobody is let in
    again by a change of their name. Somebody new is active.
    """
    found = dict(body)
    if _key(found, "active") is None:
        found["active"] = now.active if now is not None else True
    if now is not None and now[EnterpriseUser] is not None and _key(found, _ENTERPRISE) is None:
        found[_ENTERPRISE] = {"department": now[EnterpriseUser].department}
    key = _key(found, "name") or "name"
    name = found.get(key)
    if name is None or isinstance(name, dict):
        found[key] = _named(dict(name or {}), found.get(_key(found, "displayName") or ""))
    return found


def group(body: Mapping[str, Any], now: Any) -> dict[str, Any]:
    """A whole group: who may write to it stays as it is, where nothing is said of it."""
    found = dict(body)
    if _key(found, _MAIL_GROUP) is None:
        writers = now[MailGroup].writers if now is not None else Writers.MINISTRY.value
        found[_MAIL_GROUP] = {"writers": writers}
    return found


def _named(name: dict[str, Any], display: Any) -> dict[str, Any]:
    if _text(name, "formatted"):
        return name
    parts = [_text(name, "givenName"), _text(name, "middleName"), _text(name, "familyName")]
    formatted = " ".join(part for part in parts if part) or display
    return name | {"formatted": formatted} if formatted else name


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(_key(found, name) or "")
    return value.strip() if isinstance(value, str) else ""


def _key(found: Mapping[str, Any], name: str) -> str | None:
    """The key as it is written: names of attributes have no case."""
    return next((key for key in found if key.lower() == name.lower()), None)
