"""What the style guide shows: one example of each component, with invented people only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from hubung.kernel.calendars import ministry_calendar
from hubung.kernel.clock import now
from hubung.kernel.deadlines import Pause, deadline
from hubung.ui import icons
from hubung.ui.charts import Bars, Chart
from hubung.ui.forms import Card, ChoiceCards, FilesField
from hubung.ui.stations import Day, Station, days_of

GROUNDS = ["bg", "sunken", "surface", "hover", "selected", "brand", "info-bg"]
LINES = ["ink", "ink-2", "ink-3", "line", "line-2", "primary", "route", "marka"]
STATES = ["ok", "ok-bg", "warn", "warn-bg", "danger", "danger-bg"]
SECTORS = ["darat", "laut", "udara", "kereta"]
SIZES = ["3xl", "2xl", "xl", "lg", "md", "sm", "xs", "2xs"]


class ExampleForm(forms.Form):
    """Every kind of control, with the errors that a hurried reporter makes."""

    sector = forms.ChoiceField(
        label=_("Which field?"),
        choices=[("darat", _("Land")), ("laut", _("Sea")), ("", _("I do not know"))],
        required=False,
        widget=ChoiceCards(
            cards={
                "darat": Card("darat", _("Buses, lorries, terminals")),
                "laut": Card("laut", _("Ships, harbours, seafarer certificates")),
                "": Card("route", _("We pass it on")),
            }
        ),
    )
    identity = forms.ChoiceField(
        label=_("How do we treat your name?"),
        choices=[("confidential", _("Confidential")), ("anonymous", _("Anonymous"))],
        error_messages={"required": _("Choose how we treat your name.")},
        widget=ChoiceCards(
            columns="one-up",
            cards={
                "confidential": Card("lock", _("Only named handlers see who you are.")),
                "anonymous": Card("mask", _("Nobody sees it, not even we.")),
            },
        ),
    )
    phone = forms.RegexField(
        r"^\+?[0-9 ]{11,}$",
        label=_("Mobile number"),
        help_text=_("For example 0812 3456 7890"),
        error_messages={"invalid": _("Two digits are missing. Check those after 0813.")},
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "tel"}),
    )
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[("a", "KSOP Utama Makassar"), ("b", "BPTD Kelas II Jawa Timur")]
    )
    text = forms.CharField(
        label=_("Tell it in your own words"), required=False, widget=forms.Textarea
    )
    attachments = FilesField(
        label=_("Photos or documents"),
        help_text=_("At most 10 files of 25 MB each. We remove the place from photos."),
        required=False,
    )
    true = forms.BooleanField(
        label=_("This report is true as far as I know."),
        error_messages={"required": _("Tick that the report is true.")},
    )


def _days() -> list[Day]:
    """A limit with a weekend and a pause, as it stood in the middle of its count."""
    received = datetime(2026, 11, 10, 1, 12, tzinfo=UTC)
    pause = Pause(received + timedelta(days=7), received + timedelta(days=8, hours=11))
    count = deadline(received, 14, ministry_calendar("Asia/Makassar"), [pause])
    return days_of(count, received + timedelta(days=13))


def _charts() -> tuple[Chart, Chart]:
    """Half a year of invented reports; of one month there is nothing to show."""
    months = ["Jun", "Jul", "Agu", "Sep", "Okt", "Nov"]
    bars = Chart(
        title=str(_("Reports received and settled")),
        description=str(_("From June to November the settled ones catch up with the received.")),
        labels=months,
        rows=[
            Bars(str(_("Received")), [812, 790, None, 1104, 960, 1012]),
            Bars(str(_("Settled")), [640, 702, None, 980, 1001, 1030]),
        ],
    )
    line = Chart(
        title=str(_("Answered within 15 seconds")),
        description=str(_("Five of six months are below the target of 90 %.")),
        labels=months,
        rows=[Bars(str(_("Share of the calls")), [71, 78, None, 84, 88, 91.5])],
        is_line=True,
        target=90,
        most=100,
        unit=" %",
    )
    return bars, line


def examples() -> dict[str, Any]:
    """The context of the style guide."""
    at = now()
    wrong = ExampleForm(data={"phone": "0813 5550"})
    return {
        "tokens": GROUNDS + LINES + STATES + SECTORS,
        "sizes": SIZES,
        "icon_names": sorted(icons.names()),
        "sectors": [*SECTORS, ""],
        "positions": range(5),
        "stations": [
            Station(str(_("Received")), "passed", "08.12 WITA", str(_("number sent"))),
            Station("Tier 1", "passed", "Ratih Kembangsore", "26 min"),
            Station("Tier 2", "passed", "Tim Sertifikasi", str(_("3 working days"))),
            Station("Tier 3", "skip", str(_("not needed"))),
            Station(str(_("Answered")), "here", "08.40 WIB"),
            Station(str(_("Closed")), "next"),
        ],
        "days": _days(),
        "dues": [
            at - timedelta(days=2, hours=1),
            at - timedelta(minutes=12),
            at + timedelta(hours=3, minutes=5),
            at + timedelta(days=3),
            at + timedelta(days=90),
        ],
        "earlier": at - timedelta(days=3),
        "now": at,
        "facts_shown": [
            (_("Reporter"), "Bayu L••••••"),
            (_("Kind"), _("Complaint")),
            (_("Number"), "151-26-0047-1182-7"),
        ],
        "files": [
            {"name": "pintu-keluar-1930.jpg", "note": "2,1 MB", "is_image": True},
            {"name": "bus-ditahan.mp4", "error": _("Too large: 31 MB, the limit is 25 MB.")},
        ],
        "charts": _charts(),
        "page": Paginator(range(95), 10).page(4),
        "wrong": wrong,
    }
