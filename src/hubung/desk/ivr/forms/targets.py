"""Where a step leads: to one that is there, to a new one of some kind, or nowhere yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from hubung.desk.ivr import words
from hubung.telephony.menu.tree import Tree

#: Before the kind of a step that is made on saving; no name of a step begins so.
NEW = "+"


def target_choices(tree: Tree, *present: str, none: str = "") -> list[tuple[str, Any]]:
    """All that can be led to; `present` are led to already, be they there or not."""
    gone = [name for name in dict.fromkeys(present) if name and name not in tree.nodes]
    return [
        ("", none or _("nowhere yet")),
        *((name, _("“%(step)s”, which is not there") % {"step": name}) for name in gone),
        (_("Steps of this menu"), [(name, node.title) for name, node in tree.nodes.items()]),
        (
            _("A new step"),
            [
                (NEW + kind, _("new: %(kind)s") % {"kind": word})
                for kind, word in words.KINDS.items()
            ],
        ),
    ]


def _new(kind: object) -> str:
    return _("new: %(kind)s") % {"kind": kind}


class TargetField(forms.ChoiceField):
    """Cleans to a name, to "" or to `+kind`."""

    def __init__(self, label: str, choices: list[tuple[str, Any]], hint: str = "") -> None:
        super().__init__(label=label, choices=choices, required=False, help_text=hint)
