"""What the desk fills in: the request as it was told, and the reply with its parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hubung.cases.choices import Channel
from hubung.channels.web.forms import EARLIEST, Text
from hubung.desk.setup.forms.fields import day_field
from hubung.directory.models import today
from hubung.disclosure.grounds.models import Ground
from hubung.disclosure.grounds.queries import in_force
from hubung.disclosure.redaction.models import Document
from hubung.disclosure.requests.choices import Decision, Obtain
from hubung.disclosure.requests.forms import AskerForm
from hubung.disclosure.requests.services import Given, Offer
from hubung.ui.forms import Card, ChoiceCards, FilesField


class ToldForm(AskerForm):
    """A request as somebody tells it at the counter or on the telephone, or writes it by letter."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did it reach you?"),
        choices=[
            (channel.value, channel.label)
            for channel in (Channel.COUNTER, Channel.PHONE, Channel.LETTER)
        ],
        widget=ChoiceCards(
            cards={
                Channel.COUNTER.value: Card("users"),
                Channel.PHONE.value: Card("phone"),
                Channel.LETTER.value: Card("file"),
            }
        ),
    )
    received_on = day_field(
        gettext_lazy("Received on"), gettext_lazy("For letters; empty means today.")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the asker"),
        choices=[("id", "Indonesia"), ("en", "English")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].required = False
        self.fields["received_on"].widget.attrs["max"] = today().isoformat()

    def clean_received_on(self) -> date | None:
        on: date | None = self.cleaned_data["received_on"]
        if on is not None and not EARLIEST <= on <= today():
            raise ValidationError(_("Check the date."))
        return on


class ReplyForm(forms.Form):
    """The reply with the parts that the law asks for; cleans to a `Given` (`given`)."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=Decision.choices,
        widget=ChoiceCards(
            cards={
                Decision.GRANTED.value: Card("ok"),
                Decision.PARTLY.value: Card("note", gettext_lazy("Something is taken out")),
                Decision.REFUSED.value: Card("lock", gettext_lazy("A law closes it")),
                Decision.NOT_HELD.value: Card("transfer", gettext_lazy("Say who has it")),
            }
        ),
        error_messages={"required": gettext_lazy("Choose the decision.")},
    )
    text = Text(
        label=gettext_lazy("Your reply"),
        help_text=gettext_lazy("The asker reads it. The parts below are added by themselves."),
        error_messages={"required": gettext_lazy("Write the reply that the asker will read.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    attachments = FilesField(label=gettext_lazy("Files"), required=False, allow_empty_file=True)
    blacked_out = forms.MultipleChoiceField(
        label=gettext_lazy("Blacked-out documents that go along"),
        help_text=gettext_lazy("Made below. Read them first."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Form in which it is given"),
        required=False,
        choices=[("", gettext_lazy("Choose")), *Obtain.choices],
    )
    cost = forms.IntegerField(
        label=gettext_lazy("Cost in rupiah"),
        min_value=0,
        max_value=100_000_000,
        required=False,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    cost_basis = Text(label=gettext_lazy("Rule that sets the cost"), required=False, max_length=200)
    holder = Text(label=gettext_lazy("Who holds it"), required=False, max_length=200)
    ground = forms.ModelChoiceField(
        label=gettext_lazy("Ground of the law"),
        queryset=Ground.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose"),
    )
    reason = Text(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Which harm opening it would do. The asker reads it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    redactions = Text(
        label=gettext_lazy("What was taken out, and why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    offer = forms.BooleanField(
        label=gettext_lazy("Everybody may read the reply"), required=False, initial=True
    )
    question = Text(
        label=gettext_lazy("The question, for everybody"), required=False, max_length=200
    )
    public_text = Text(
        label=gettext_lazy("The answer, for everybody"),
        help_text=gettext_lazy("Nothing of the asker. Empty: your reply as above."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    offer_files = forms.BooleanField(
        label=gettext_lazy("The files too: I looked, they say nothing of the asker"),
        required=False,
    )
    kept_because = Text(
        label=gettext_lazy("If not: why not everybody may read it"),
        required=False,
        max_length=200,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, documents: Sequence[Document] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._documents = {str(one.pk): one for one in documents}
        cast(forms.MultipleChoiceField, self.fields["blacked_out"]).choices = [
            (pk, one.made_name) for pk, one in self._documents.items()
        ]
        cast(forms.ModelChoiceField[Ground], self.fields["ground"]).queryset = in_force(today())

    @property
    def chosen(self) -> list[Document]:
        """The blacked-out documents that go along."""
        return [self._documents[pk] for pk in self.cleaned_data["blacked_out"]]

    @property
    def given(self) -> Given:
        """Without the files, which the view stores."""
        said = self.cleaned_data
        offer = Offer(
            said["question"], said["public_text"] or said["text"], files=said["offer_files"]
        )
        return Given(
            decision=Decision(said["decision"]),
            text=said["text"],
            holder=said["holder"],
            ground=said["ground"],
            reason=said["reason"],
            redactions=said["redactions"],
            form=Obtain(said["form"]) if said["form"] else None,
            cost=said["cost"] or 0,
            cost_basis=said["cost_basis"],
            offer=offer if said["offer"] else None,
            kept_because=said["kept_because"],
        )


class ExtendForm(forms.Form):
    reason = Text(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The asker reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write the reason; the asker reads it.")},
    )


class OfferForm(forms.Form):
    question = Text(label=gettext_lazy("The question, for everybody"), max_length=200)
    public_text = Text(
        label=gettext_lazy("The answer, for everybody"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    offer_files = forms.BooleanField(
        label=gettext_lazy("The files too: I looked, they say nothing of the asker"),
        required=False,
    )
