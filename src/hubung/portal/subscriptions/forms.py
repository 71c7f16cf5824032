"""What to hear of, where to, and in which language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hubung.channels.email import addresses
from hubung.directory.models import Sector, Unit, UnitKind
from hubung.kernel.outbound import LONGEST, ForbiddenTargetError
from hubung.portal.content.units import shown
from hubung.portal.subscriptions.choices import Choice
from hubung.portal.subscriptions.models import Subscription, Topic
from hubung.portal.subscriptions.push import sealing, targets

_UNITS, _OTHERS = gettext_lazy("Units of the ministry"), gettext_lazy("Other offices")
_PLACES = {
    Sector.SEA.value: gettext_lazy("Ports and harbour offices"),
    Sector.AIR.value: gettext_lazy("Airports"),
    Sector.LAND.value: gettext_lazy("Terminals and crossings"),
    Sector.RAIL.value: gettext_lazy("Stations and railway lines"),
}


class ChoiceForm(forms.Form):
    """Cleans to a `Choice` (`choice`) and a language. Its fields stand in addresses too."""

    topik = forms.MultipleChoiceField(
        label=gettext_lazy("What do you want to hear of?"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one."),
            "invalid_choice": gettext_lazy("Tick those that stand here."),
        },
    )
    bidang = forms.ChoiceField(
        label=gettext_lazy("Only of one sector"),
        required=False,
        choices=[("", gettext_lazy("All sectors")), *Sector.choices],
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Only of one unit or place"),
        help_text=gettext_lazy(
            "A unit and those below it, or what concerns a port, airport, terminal or station."
        ),
        required=False,
    )
    bahasa = forms.ChoiceField(
        label=gettext_lazy("Language of the mails"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a language.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All units and places"))
        cast(forms.ChoiceField, self.fields["unit"]).choices = [everything, *_grouped()]

    def clean_unit(self) -> Unit | None:
        code = self.cleaned_data["unit"]
        return Unit.objects.get(code=code) if code else None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        sector, unit = said.get("bidang"), said.get("unit")
        if sector and unit and unit.sector and unit.sector != sector:
            raise ValidationError(
                {"bidang": _("This unit belongs to another sector. Leave one of the two open.")}
            )
        return said

    @property
    def choice(self) -> Choice:
        said = self.cleaned_data
        return Choice(tuple(map(Topic, said["topik"])), said["bidang"], said["unit"])


class AskForm(ChoiceForm):
    """The same, with a mail address. `website` is a trap for robots: people do not see it."""

    email = forms.EmailField(
        label=gettext_lazy("Your mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": gettext_lazy("Write where the mails go to."),
            "invalid": gettext_lazy("Write a whole mail address, as name@example.id."),
        },
    )
    website = forms.CharField(required=False)

    def clean_email(self) -> str:
        return addresses.normalise(self.cleaned_data["email"])


class BrowserForm(ChoiceForm):
    """The same, with what a browser says of itself when it subscribes."""

    endpoint = forms.CharField(max_length=LONGEST)
    p256dh = forms.CharField(max_length=88)
    auth = forms.CharField(max_length=24)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        try:
            targets.parse(said.get("endpoint", ""))
            sealing.check(said.get("p256dh", ""), said.get("auth", ""))
        except (ForbiddenTargetError, ValueError) as error:
            raise ValidationError(
                _("Messages cannot reach this browser. Choose mails instead.")
            ) from error
        return said


def asked_in(address: QueryDict) -> dict[str, Any]:
    """What an address has filled in; what is no choice is passed over."""
    codes = set(_units().values_list("code", flat=True)) if address.get("unit") else set()
    unit, sector = address.get("unit", ""), address.get("bidang", "")
    return {
        "topik": [each for each in address.getlist("topik") if each in Topic.values],
        "bidang": sector if sector in Sector.values else "",
        "unit": unit if unit in codes else "",
        "bahasa": get_language() if get_language() in dict(settings.LANGUAGES) else "id",
    }


def filled_in(subscription: Subscription) -> dict[str, Any]:
    """What a form of somebody's own begins with: the choice that holds."""
    return {
        "topik": [topic.value for topic in subscription.topics],
        "bidang": subscription.sector,
        "unit": subscription.unit.code if subscription.unit else "",
        "bahasa": subscription.language,
    }


def _units() -> QuerySet[Unit]:
    """Those that have a page; the ministry itself would narrow nothing."""
    return shown().exclude(parent=None)


def _grouped() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Offices are where people go, by the name of such places; the others are the ministry's."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name, kind, sector in _units().values_list("code", "name", "kind", "sector"):
        place = _PLACES.get(sector, _OTHERS) if kind == UnitKind.OFFICE else _UNITS
        groups.setdefault(str(place), []).append((code, name))
    for label in map(str, (_UNITS, *_PLACES.values(), _OTHERS)):
        if label in groups:
            yield label, sorted(groups[label], key=lambda one: one[1].casefold())
