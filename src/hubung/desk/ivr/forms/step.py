"""One step of the menu as a form, and back: what is not touched comes back as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from hubung.desk.ivr import words
from hubung.desk.ivr.forms.fields import number_field, spoken_field, title_field
from hubung.desk.ivr.forms.rows import KEYS, ChoiceRow, Choices, OpeningRow, Row, SayRow, count
from hubung.desk.ivr.forms.targets import NEW, TargetField, target_choices
from hubung.kernel.calendars import Language
from hubung.telephony.menu import editing
from hubung.telephony.menu import tree as nodes
from hubung.telephony.menu.tree import AnyNode, Say, Tree

#: Fields of a step that lead somewhere, in the order of the page.
_TARGETS = ("next", "to", "inside", "outside", "otherwise")
_NEW_WORDS: dict[Language, str] = {"id": "new_id", "en": "new_en"}


@dataclass
class Group:
    """Part of the form: fields one below the other, or rows of them."""

    title: str
    hint: str = ""
    fields: list[BoundField] = field(default_factory=list)
    rows: list[list[BoundField]] = field(default_factory=list)
    kind: str = ""


@dataclass(frozen=True)
class _Rows:
    """A list of the step: its rows, and what stands in them now."""

    row: Row
    values: list[Any]
    title: str
    hint: str = ""


class StepForm(forms.Form):
    """`prompts` and `queues` are pairs of a name and words; what the step has is offered too."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        tree: Tree,
        name: str,
        prompts: Choices,
        queues: Mapping[str, str],
    ) -> None:
        self._tree, self._name, self._queues = tree, name, queues
        self.node: AnyNode = tree.nodes[name]
        super().__init__(data)
        self._lists = self._lists_of(prompts)
        self._plain = self._plain_fields()
        self.fields["title"] = title_field(
            _("As it stands in the drawing; callers do not hear it.")
        )
        self.initial["title"] = self.node.title
        for name_of, made in self._plain.items():
            self.fields[name_of] = made
            self.initial[name_of] = getattr(self.node, name_of)
        self._counts = {
            prefix: count(data, prefix, len(one.values)) for prefix, one in self._lists.items()
        }
        for prefix, one in self._lists.items():
            for at in range(self._counts[prefix]):
                self._add_row(prefix, one, at)
        for language, name_of in _NEW_WORDS.items():
            if "said" in self._lists:
                label = str(words.LANGUAGES[language])
                self.fields[name_of] = spoken_field(label, language, required=False)

    # The page -------------------------------------------------------------------------------------

    @property
    def groups(self) -> list[Group]:
        own = [self[name] for name in self._plain if name not in _TARGETS]
        leads = [self[name] for name in self._plain if name in _TARGETS]
        lists = {
            prefix: Group(one.title, one.hint, rows=self._rows(prefix), kind=prefix)
            for prefix, one in self._lists.items()
        }
        said = lists.pop("said", None)
        found = [said] if said else []
        if said:
            found.append(
                Group(
                    _("Say something new here"),
                    _(
                        "A new prompt, spoken by the voice. It is added to what is said, and only "
                        "this menu says it."
                    ),
                    fields=[self[name] for name in _NEW_WORDS.values()],
                    kind="new",
                )
            )
        found += lists.values()
        if leads:
            found.append(Group(_("Where it leads"), fields=leads, kind="leads"))
        if own:
            found.append(Group(_("How it works"), fields=own, kind="own"))
        return found

    def _rows(self, prefix: str) -> list[list[BoundField]]:
        names = self._lists[prefix].row.fields()
        return [
            [self[f"{prefix}-{at}-{name}"] for name in names] for at in range(self._counts[prefix])
        ]

    # Reading --------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for prefix, one in self._lists.items():
            said[prefix] = self._read_rows(prefix, one.row)
        keys = [key for key, _choice in said.get("choices", [])]
        for at, key in enumerate(keys):
            if key in keys[:at]:
                self.add_error(None, _("Key %(key)s stands there twice.") % {"key": key})
        return said

    def saved(self, *, added: tuple[Say, ...] = ()) -> Tree:
        """The tree with what was written, and with the steps that were made for it; `added` is said
        after all else."""
        tree = self._tree
        changes = dict(self._changes(self.cleaned_data))

        def lead(target: str, title: str) -> str:
            nonlocal tree
            if not target.startswith(NEW):
                return target
            kind = target.removeprefix(NEW)
            step = editing.node(kind, title, queue=next(iter(self._queues)))
            tree, name = editing.add(tree, step)
            return name

        for name in _TARGETS:
            if name in changes:
                changes[name] = lead(changes[name], words.kind(changes[name].removeprefix(NEW)))
        if "choices" in changes:
            changes["choices"] = {
                key: {**choice, "next": lead(choice["next"], choice["label"])}
                for key, choice in changes["choices"].items()
            }
        if added:
            changes["prompts"] = (*changes["prompts"], *added)
        return editing.put(tree, self._name, editing.changed(self.node, changes))

    @property
    def new_words(self) -> dict[Language, str]:
        """What is to be said anew, in the languages it was written in."""
        said = {language: self.cleaned_data.get(name, "") for language, name in _NEW_WORDS.items()}
        return {language: text for language, text in said.items() if text}

    def _changes(self, said: dict[str, Any]) -> dict[str, Any]:
        changes = {name: said[name] for name in ("title", *self._plain)}
        for prefix, name in (("said", "prompts"), ("refused", "refused"), ("opening", "openings")):
            if prefix in self._lists:
                changes[name] = tuple(said[prefix])
        if "choices" in self._lists:
            changes["choices"] = dict(said["choices"])
        return changes

    def _read_rows(self, prefix: str, row: Row) -> list[Any]:
        found = []
        for at in range(self._counts[prefix]):
            names = [f"{prefix}-{at}-{name}" for name in row.fields()]
            if any(name in self.errors for name in names):
                continue
            said = {name.rpartition("-")[2]: self.cleaned_data[name] for name in names}
            try:
                value = row.read(said)
            except ValidationError as error:
                for name, errors in error.error_dict.items():
                    self.add_error(f"{prefix}-{at}-{name}", errors)
            else:
                found += [] if value is None else [value]
        return found

    # Making ---------------------------------------------------------------------------------------

    def _lists_of(self, prompts: Choices) -> dict[str, _Rows]:
        node = self.node
        known = {key for key, _words in prompts}
        unknown = [
            (say.key, _("“%(key)s”, which has no words yet") % {"key": say.key})
            for say in dict.fromkeys(editing.says(node))
            if say.key not in known
        ]
        says = SayRow([*dict.fromkeys(unknown), *prompts])
        found: dict[str, _Rows] = {}
        if not isinstance(node, nodes.Hours | nodes.Jump):
            hint = _("One after the other. Empty rows are left out.")
            found["said"] = _Rows(says, list(node.prompts), _("What callers hear"), hint)
        if isinstance(node, nodes.Notice):
            title = _("What callers hear who refuse the recording")
            found["refused"] = _Rows(says, list(node.refused), title)
        if isinstance(node, nodes.Choose):
            present = [choice.next for choice in node.choices.values()]
            row = ChoiceRow(target_choices(self._tree, *present))
            hint = _("Key 0 leads to a person wherever it has no other use.")
            found["choices"] = _Rows(row, list(node.choices.items()), _("Keys"), hint)
        if isinstance(node, nodes.Hours):
            hint = _("The clock of the zone below. 00:00 at the end is the end of the day.")
            found["opening"] = _Rows(OpeningRow(), list(node.openings), _("Hours"), hint)
        return found

    def _plain_fields(self) -> dict[str, forms.Field]:
        node = self.node
        match node:
            case nodes.Play():
                skip = forms.BooleanField(
                    label=_("A key ends it and counts for the question that follows"),
                    required=False,
                )
                return {"next": self._target("next", _("Then")), "skippable": skip}
            case nodes.Notice():
                refuse = forms.ChoiceField(
                    label=_("Key that refuses the recording"), choices=[(key, key) for key in KEYS]
                )
                wait = number_field(_("Seconds to wait for it after the notice"), 1, 10)
                return {
                    "next": self._target("next", _("Then")),
                    "refuse": refuse,
                    "timeout_seconds": wait,
                }
            case nodes.Choose():
                return self._asking()
            case nodes.CaseStatus():
                told = self._target("next", _("Once the state is told"))
                return {"next": told, **self._asking()}
            case nodes.Hours():
                return {
                    "inside": self._target("inside", _("During these hours")),
                    "outside": self._target("outside", _("At other times")),
                    "zone": forms.ChoiceField(label=_("Zone"), choices=list(words.ZONES.items())),
                    "closed_on_holidays": forms.BooleanField(
                        label=_("Closed on national holidays and joint leave"), required=False
                    ),
                }
            case nodes.Jump():
                return {"to": self._target("to", _("Leads to"))}
            case nodes.Queue():
                known = dict(self._queues)
                known.setdefault(
                    node.queue, _("“%(step)s”, which is not there") % {"step": node.queue}
                )
                return {
                    "queue": forms.ChoiceField(label=_("Queue"), choices=list(known.items())),
                    "priority": number_field(
                        _("Priority"), 0, 9, _("0 for everybody; higher is served earlier.")
                    ),
                }
            case nodes.Voicemail():
                box = forms.RegexField(
                    nodes.NAME,
                    label=_("Message box"),
                    help_text=_("Small letters, digits and dashes, as umum."),
                    error_messages={
                        "invalid": _("Name the box with small letters, digits and dashes.")
                    },
                )
                return {"box": box}
            case nodes.HangUp():
                return {}

    def _asking(self) -> dict[str, forms.Field]:
        return {
            "otherwise": self._target("otherwise", _("Without an answer"), none=_("to a person")),
            "timeout_seconds": number_field(_("Seconds to wait for an answer"), 2, 30),
            "tries": number_field(_("How often it is asked"), 1, 5),
        }

    def _target(self, name: str, label: str, *, none: str = "") -> TargetField:
        present = getattr(self.node, name)
        return TargetField(label, target_choices(self._tree, present, none=none))

    def _add_row(self, prefix: str, one: _Rows, at: int) -> None:
        values = one.row.initial(one.values[at]) if at < len(one.values) else {}
        for name, made in one.row.fields().items():
            full = f"{prefix}-{at}-{name}"
            self.fields[full] = made
            if name in values:
                self.initial[full] = values[name]
