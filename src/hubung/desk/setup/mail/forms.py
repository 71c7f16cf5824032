"""Reasons, rooms, members and names: what is said about the mail at the desk."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from hubung.channels.web.forms import Text
from hubung.desk.setup.forms.fields import UnitField, day_field
from hubung.directory.models import Role, Sector, Unit
from hubung.mail.models import Account, Domain, Group, GroupRule, Writers


class CloseForm(forms.Form):
    """The first day without the account, and why."""

    on = day_field(gettext_lazy("Closed from"))
    reason = Text(
        label=gettext_lazy("Reason"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why, so that it can be understood later.")},
    )


class RoomForm(forms.Form):
    mebibytes = forms.IntegerField(
        label=gettext_lazy("Room in MiB"),
        min_value=100,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": gettext_lazy("Write how much room the mailbox gets."),
            "min_value": gettext_lazy("Give an account at least 100 MiB."),
            "max_value": gettext_lazy("This is more than a mailbox can have."),
            "invalid": gettext_lazy("Write the room in figures, for example 2048."),
        },
    )


class AddressForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        widget=forms.EmailInput(),
        error_messages={"required": gettext_lazy("Write the whole address.")},
    )


class ShareForm(forms.Form):
    """Who works with a shared mailbox, by their own address."""

    address = forms.CharField(
        label=gettext_lazy("Address of the colleague"),
        max_length=254,
        widget=forms.EmailInput(),
        error_messages={"required": gettext_lazy("Write the whole address.")},
    )
    may_write = forms.BooleanField(
        label=gettext_lazy("May file, mark and delete its letters"), required=False, initial=True
    )
    may_send = forms.BooleanField(
        label=gettext_lazy("May also write in its name"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if address := said.get("address"):
            found = Account.objects.filter(
                addresses__address=address.strip().lower(), person__isnull=False
            ).first()
            if found is None:
                self.add_error("address", gettext_lazy("No person has this address."))
            else:
                said["person"] = found.person
        return said


class SharedForm(AddressForm):
    """A new shared mailbox."""

    label = Text(
        label=gettext_lazy("Name of the mailbox"),
        max_length=150,
        error_messages={"required": gettext_lazy("Give the shared mailbox a name.")},
    )
    unit = UnitField(label=gettext_lazy("Unit that looks after it"))
    field_order = ("label", "address", "unit")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitField, self.fields["unit"]).set_units(units)


class GroupForm(AddressForm):
    """A new group: who belongs to it is a rule about units, roles or sectors, or a choice."""

    name = Text(
        label=gettext_lazy("Name of the group"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the group a name.")},
    )
    rule = forms.ChoiceField(label=gettext_lazy("Who belongs to it"), choices=GroupRule.choices)
    unit = UnitField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("For a group of a unit, and for chosen members whose group it is."),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        help_text=gettext_lazy("For a group by role."),
        required=False,
        choices=[("", "–"), *Role.choices],
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        help_text=gettext_lazy("For a group by sector."),
        required=False,
        choices=[("", "–"), *Sector.choices],
    )
    writers = forms.ChoiceField(
        label=gettext_lazy("Who may write to it"),
        choices=Writers.choices,
        initial=Writers.MINISTRY,
    )
    field_order = ("name", "address", "rule", "unit", "role", "sector", "writers")

    def __init__(self, *args: Any, units: QuerySet[Unit], everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitField, self.fields["unit"]).set_units(units, all_as="–" if everywhere else "")

    def clean(self) -> dict[str, Any]:
        """What the rule does not speak of is left out."""
        said = super().clean() or {}
        rule = said.get("rule")
        if rule != GroupRule.ROLE:
            said["role"] = ""
        if rule != GroupRule.SECTOR:
            said["sector"] = ""
        return said


class WritersForm(forms.Form):
    """Who may write, with the addresses of those who are chosen."""

    writers = forms.ChoiceField(label=gettext_lazy("Who may write to it"), choices=Writers.choices)
    chosen = Text(
        label=gettext_lazy("Chosen writers"),
        help_text=gettext_lazy("Their addresses, one on each line."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def about(cls, group: Group) -> WritersForm:
        chosen = group.chosen_writers.select_related("account").order_by("account__login")
        return cls(
            initial={
                "writers": group.writers,
                "chosen": "\n".join(writer.account.login for writer in chosen),
            },
            auto_id="writers_%s",
        )

    def clean_chosen(self) -> list[Account]:
        return _accounts_in(self.cleaned_data["chosen"])


def _accounts_in(text: str) -> list[Account]:
    """The accounts of addresses, each a word. Raises ValidationError, with those of nobody."""
    wanted = {word.lower() for word in text.split()}
    found = Account.objects.filter(login__in=wanted)
    missing = wanted - {account.login for account in found}
    if missing:
        raise forms.ValidationError(
            gettext_lazy("Nobody signs in as %(addresses)s."),
            params={"addresses": ", ".join(sorted(missing))},
        )
    return list(found)


class ModerationForm(forms.Form):
    """Whether letters wait for somebody to decide, and for whom."""

    moderated = forms.BooleanField(
        label=gettext_lazy("Letters of those who may not write wait for a decision"),
        help_text=gettext_lazy("Instead of being refused. Who may write still writes freely."),
        required=False,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role that decides"),
        required=False,
        choices=[("", "–"), *Role.choices],
    )
    chosen = Text(
        label=gettext_lazy("Chosen moderators"),
        help_text=gettext_lazy("Their addresses, one on each line."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def about(cls, group: Group) -> ModerationForm:
        chosen = group.chosen_moderators.select_related("account").order_by("account__login")
        return cls(
            initial={
                "moderated": group.moderated,
                "role": group.moderator_role,
                "chosen": "\n".join(moderator.account.login for moderator in chosen),
            },
            auto_id="moderation_%s",
        )

    def clean_chosen(self) -> list[Account]:
        return _accounts_in(self.cleaned_data["chosen"])


class DomainForm(forms.Form):
    """A domain that mail is taken for from now on."""

    name = forms.CharField(
        label=gettext_lazy("Domain"),
        max_length=190,
        error_messages={"required": gettext_lazy("Write the name of the domain.")},
    )
    alias_of = forms.ModelChoiceField(
        label=gettext_lazy("Alias of"),
        help_text=gettext_lazy("Then each address there also stands for itself here."),
        queryset=Domain.objects.filter(alias_of=None),
        required=False,
        empty_label=gettext_lazy("No, a domain with addresses of its own"),
    )
