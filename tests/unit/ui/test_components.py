"""The components render the mark-up that the style sheets and screen readers rely on."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from hubung.kernel import clock
from hubung.kernel.calendars import ministry_calendar
from hubung.kernel.deadlines import Pause, deadline
from hubung.ui import icons
from hubung.ui.forms import Card, ChoiceCards, FilesField
from hubung.ui.stations import Station, days_of

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def indonesian() -> Any:
    with translation.override("id"), clock.travel(NOW):
        yield


def render(source: str, **context: Any) -> str:
    html = Template("{% load hubung %}" + source).render(Context(context))
    return re.sub(r"\s*\n\s*", "", html)


# ---------- Small marks


def test_an_icon_is_silent_beside_a_word_and_speaks_alone() -> None:
    assert 'aria-hidden="true"' in render('{% icon "phone" %}')
    alone = render('{% icon "phone" label="Telepon" %}')
    assert 'role="img" aria-label="Telepon"' in alone
    assert "#i-phone" in alone
    assert "aria-hidden" not in alone


def test_an_unknown_icon_is_an_error_and_not_a_hole_in_the_page() -> None:
    with pytest.raises(ValueError, match="no icon is called 'telephone'"):
        render('{% icon "telephone" %}')


def test_every_icon_of_the_sprite_can_be_drawn() -> None:
    for name in icons.names():
        assert f"#i-{name}" in icons.icon(name)


def test_a_badge_escapes_what_it_is_given() -> None:
    assert render('{% badge text tone="warn" %}', text="<b>Lewat</b>") == (
        '<span class="badge" data-tone="warn">&lt;b&gt;Lewat&lt;/b&gt;</span>'
    )


@pytest.mark.parametrize(
    ("code", "word"),
    [("darat", "Darat"), ("laut", "Laut"), ("udara", "Udara"), ("", "Belum tahu")],
)
def test_a_sector_is_never_colour_alone(code: str, word: str) -> None:
    assert render("{% sector code %}", code=code).endswith(f"</svg>{word}</span>")
    assert f'aria-label="{word}"' in render("{% sector_icon code %}", code=code)


@pytest.mark.parametrize(
    ("position", "words"),
    [(0, "Diterima"), (1, "Tier 1"), (3, "Tier 3"), (4, "Dijawab")],
)
def test_the_line_of_a_list_row_says_where_the_case_is(position: int, words: str) -> None:
    html = render("{% mini_tier position %}", position=position)
    assert f'<span class="sr">{words}</span>' in html
    assert f"#m-{position}" in html


def test_a_case_is_nowhere_beyond_its_last_station() -> None:
    with pytest.raises(ValueError, match="station 0 to 4"):
        render("{% mini_tier 5 %}")


# ---------- Time


def test_a_due_date_carries_the_whole_date() -> None:
    html = render("{% due at zone %}", at=NOW + timedelta(hours=3.5), zone="Asia/Makassar")
    assert 'data-tone="warn"' in html
    assert 'title="Senin, 23 November 2026, 14.42 WITA"' in html
    assert 'datetime="2026-11-23T06:42:00+00:00"' in html
    assert html.endswith(">sisa 3 jam</time>")


def test_no_due_date_leaves_its_place_empty() -> None:
    assert render("{% due none %}", none=None) == '<span class="due"></span>'


def test_dates_as_filters() -> None:
    source = '{{ at|when }}/{{ at|clock:"Asia/Makassar" }}/{{ at|day }}/{{ at|short_when }}/'
    assert render(source + "{{ none|when }}", at=NOW, none=None) == (
        "Senin, 23 November 2026, 10.12 WIB/11.12 WITA/Senin, 23 November 2026/10.12 WIB/"
    )


# ---------- Lines


STATIONS = [
    Station("Tier 1", "passed", "Ratih", "26 menit"),
    Station("Tier 2", "here", "Tim <Sertifikasi>"),
    Station("Dijawab", "next"),
]


def test_the_tier_line_reads_well_without_its_drawing() -> None:
    html = render("{% tier_line stations %}", stations=STATIONS)
    assert html.count("<li ") == 3
    assert '<ol class="line level">' in html
    assert '<li data-state="here" aria-current="step"><span class="stop">Tier 2</span>' in html
    assert "Tim &lt;Sertifikasi&gt;" in html
    assert '<span class="leg">26 menit</span>' in html


def test_a_bare_line_shows_names_only() -> None:
    html = render("{% tier_line stations bare=True %}", stations=STATIONS)
    assert '<ol class="line level small bare">' in html
    assert "Ratih" not in html
    assert "26 menit" not in html


def test_the_day_strip_draws_the_deadline_it_explains() -> None:
    received = datetime(2026, 11, 10, 1, 12, tzinfo=UTC)
    pause = Pause(datetime(2026, 11, 17, 1, tzinfo=UTC), datetime(2026, 11, 18, 2, tzinfo=UTC))
    limit = deadline(received, 14, ministry_calendar("Asia/Makassar"), [pause])
    days = days_of(limit, NOW)
    kinds = {day.on.day: day.kind for day in days if day.on.month == 11}
    assert days[0].on.day == 11
    assert days[0].mark == "ke-1"
    assert kinds[14] == "off"
    assert kinds[17] == kinds[18] == "pause"
    assert kinds[23] == "today"
    assert days[-1].kind == "end"
    assert days[-1].mark == "ke-14"
    assert sum(day.mark.startswith("ke-") for day in days) == 14
    html = render('{% day_strip days label="Hari" %}', days=days)
    assert '<ol class="days" aria-label="Hari">' in html
    assert 'data-day="off"' in html
    assert "tidak dihitung, akhir pekan" in html


def test_a_paused_deadline_has_no_last_day() -> None:
    open_pause = Pause(datetime(2026, 11, 17, 1, tzinfo=UTC))
    received = datetime(2026, 11, 10, 1, 12, tzinfo=UTC)
    days = days_of(deadline(received, 14, ministry_calendar("Asia/Jakarta"), [open_pause]), NOW)
    assert [day.kind for day in days][-1] == "pause"


# ---------- Blocks


def test_a_timeline_entry_escapes_its_title_and_keeps_its_body() -> None:
    html = render(
        '{% timeline_item icon="note" title=title at=at kind="note" %}'
        "<i>isi</i>{% endtimeline_item %}",
        title="<script>",
        at=NOW - timedelta(days=2),
    )
    assert html.startswith('<li data-kind="note">')
    assert "&lt;script&gt;" in html
    assert ">21 Nov, 10.12 WIB</time>" in html
    assert '<div class="body"><i>isi</i></div>' in html


def test_a_timeline_entry_without_words_has_no_empty_body() -> None:
    html = render('{% timeline_item icon="ok" title="A" at=at %} {% endtimeline_item %}', at=NOW)
    assert "body" not in html


def test_a_notice_has_the_icon_of_its_tone() -> None:
    html = render('{% notice tone="danger" title="Awas" %}<p>Isi</p>{% endnotice %}')
    assert '<div class="notice" data-tone="danger">' in html
    assert "#i-alert" in html
    assert "<h2>Awas</h2><p>Isi</p>" in html


def test_an_empty_list_names_the_next_step() -> None:
    source = (
        '{% empty_state title="Kosong" href="/x/" action="Lihat" %}<p>Baik.</p>{% endempty_state %}'
    )
    assert '<b>Kosong</b><p>Baik.</p><a class="btn" href="/x/">Lihat</a>' in render(source)


def test_pagination_keeps_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/desk/?view=late&page=3")
    page = Paginator(range(200), 10).page(3)
    html = render("{% pagination page %}", page=page, request=request)
    assert '<a href="?view=late&amp;page=3" aria-current="page">3</a>' in html
    assert 'href="?view=late&amp;page=2" rel="prev">Sebelumnya</a>' in html
    assert 'href="?view=late&amp;page=4" rel="next">Berikutnya</a>' in html
    assert "<span>…</span>" in html


def test_one_page_needs_no_pagination() -> None:
    request = RequestFactory().get("/desk/")
    page = Paginator(range(5), 10).page(1)
    assert render("{% pagination page %}", page=page, request=request) == ""


def test_the_navigation_marks_where_the_reader_is() -> None:
    source = '{% current "/" %}|{% current "/lapor/" %}|{% current "/lacak/" %}'
    assert render(source, request=RequestFactory().get("/lapor/terkirim/")) == (
        '| aria-current="page"|'
    )


def test_the_language_link_leads_back_to_the_same_page() -> None:
    request = RequestFactory().get("/lacak/?no=1&x=é")
    html = render("{% language_link %}", request=request)
    assert 'href="/ui/language/en/?next=%2Flacak%2F%3Fno%3D1%26x%3D' in html
    assert ">English</a>" in html
    with translation.override("en"):
        assert ">Bahasa Indonesia</a>" in render("{% language_link %}", request=request)


# ---------- Forms


class ReportForm(forms.Form):
    kind = forms.ChoiceField(
        label="Perlakuan nama",
        choices=[("confidential", "Rahasia"), ("anonymous", "Anonim")],
        widget=ChoiceCards(cards={"confidential": Card("lock", "Hanya penangan")}),
    )
    phone = forms.RegexField(
        r"^\d{11,}$", label="Nomor <ponsel>", help_text="Contoh 0812", widget=forms.TextInput
    )
    place = forms.CharField(label="Tempat", required=False)
    attachments = FilesField(label="Berkas", required=False)
    true = forms.BooleanField(label="Benar")


def test_a_field_is_tied_to_its_hint() -> None:
    html = render("{{ form.phone.as_field_group }}", form=ReportForm())
    assert '<label for="id_phone">Nomor &lt;ponsel&gt;</label>' in html
    assert '<p class="hint" id="id_phone_helptext">Contoh 0812</p>' in html
    assert 'aria-describedby="id_phone_helptext"' in html
    assert 'class="input"' in html
    assert "aria-invalid" not in html


def test_a_wrong_field_says_so_to_everyone() -> None:
    form = ReportForm(QueryDict("phone=081&kind=confidential&true=on"))
    html = render("{{ form.phone.as_field_group }}", form=form)
    assert '<div class="field" data-invalid>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert '<div class="error" id="id_phone_error">' in html
    assert "#i-alert" in html


def test_only_what_may_stay_empty_is_marked() -> None:
    html = render("{{ form }}", form=ReportForm())
    assert html.count("boleh kosong") == 2


def test_choices_are_cards_in_one_group() -> None:
    html = render("{{ form.kind.as_field_group }}", form=ReportForm(QueryDict("phone=1")))
    assert "<fieldset" in html
    assert "<legend>Perlakuan nama</legend>" in html
    assert html.count('<label class="choice"') == 2
    assert html.count("<label") == 2
    assert '<span class="hint">Hanya penangan</span>' in html
    assert "#i-lock" in html
    assert "aria-invalid" not in html
    assert 'aria-describedby="id_kind_error"' in html


def test_the_error_summary_leads_to_the_first_control_of_each_field() -> None:
    form = ReportForm(QueryDict("phone=081"))
    html = render("{% error_summary form %}", form=form)
    assert "Ada 3 hal yang perlu diperbaiki" in html
    assert 'role="alert"' in html
    assert "Perlakuan nama: Perlu diisi." in html
    for target in ("#id_kind_0", "#id_phone", "#id_true"):
        assert f'<a href="{target}">' in html
        assert f'id="{target[1:]}"' in render("{{ form }}", form=form)


def test_a_form_without_errors_has_no_summary() -> None:
    assert render("{% error_summary form %}", form=ReportForm()) == ""


def test_several_files_come_as_a_list() -> None:
    field = FilesField(required=False)
    first, second = SimpleUploadedFile("a.jpg", b"1"), SimpleUploadedFile("b.pdf", b"2")
    assert [file.name for file in field.clean([first, second])] == ["a.jpg", "b.pdf"]
    assert field.clean([]) == []
    assert field.clean(None) == []
    with pytest.raises(forms.ValidationError):
        FilesField().clean([])


def test_files_reach_the_form_together() -> None:
    two: list[UploadedFile[Any]] = [SimpleUploadedFile(name, b"1") for name in ("a.jpg", "b.jpg")]
    chosen = MultiValueDict({"attachments": two})
    form = ReportForm(QueryDict("kind=anonymous&phone=08123456789&true=on"), chosen)
    assert form.is_valid()
    assert len(form.cleaned_data["attachments"]) == 2
    assert " multiple" in render("{{ form.attachments }}", form=form)
