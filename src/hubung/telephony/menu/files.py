"""A menu as a file: JSON, for those who keep it beside other things."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hubung.telephony.menu.services import MenuError
from hubung.telephony.menu.tree import Tree

MOST_CHARACTERS = 500_000


def write_tree(tree: Tree) -> str:
    """For `read_tree`; what is as usual is left out."""
    said = tree.model_dump(mode="json", exclude_defaults=True)
    for name, node in tree.nodes.items():
        # What tells the kinds of nodes apart is a default of each.
        said["nodes"][name] = {"kind": node.kind, **said["nodes"][name]}
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def read_tree(text: str) -> Tree:
    """A tree from its JSON. Raises MenuError, which names the first thing that is wrong."""
    if len(text) > MOST_CHARACTERS:
        raise MenuError(_("This is too long for a menu. Choose a file that was saved here."))
    try:
        return Tree.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = " → ".join(str(part) for part in first["loc"])
        what = _what_is_wrong(first)
        raise MenuError(f"{where}: {what}" if where else what) from error


def _what_is_wrong(error: ErrorDetails) -> str:
    match error["type"]:
        case "json_invalid" | "model_type" | "dict_type":
            return _("This is not a menu. Choose a file that was saved here.")
        case "missing":
            return _("This is missing.")
        case "extra_forbidden":
            return _("Nothing of this name belongs here.")
        case "union_tag_invalid" | "union_tag_not_found":
            return _("There is no such kind of step.")
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return _("This value does not belong here: %(value)s") % {
                "value": str(error["input"])[:80]
            }
