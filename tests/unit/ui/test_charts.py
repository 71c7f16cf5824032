"""A chart draws what it is given, leaves out what is not told, and says both."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from django.template import Context, Template
from django.utils import translation

from hubung.ui.charts import HEIGHT, Bars, Chart

MONTHS = ["Agu", "Sep", "Okt"]


def drawn(chart: Chart, language: str = "id") -> ET.Element:
    with translation.override(language):
        html = Template('{% load hubung %}{% chart it key="uji" %}').render(Context({"it": chart}))
    return ET.fromstring(html)  # noqa: S314 - our own page


def of_class(figure: ET.Element, name: str) -> list[ET.Element]:
    (drawing,) = [svg for svg in figure.findall("svg") if svg.get("role") == "img"]
    return [one for one in drawing.iter() if name in (one.get("class") or "").split()]


def test_bars_stand_beside_each_other_on_one_base() -> None:
    rows = [Bars("Diterima", [120, 60, None]), Bars("Diselesaikan", [60, 120, 30])]
    figure = drawn(Chart("Laporan", "Tiga bulan.", MONTHS, rows))
    first, second = of_class(figure, "b1"), of_class(figure, "b2")
    assert (len(first), len(second)) == (2, 3)
    bottoms = {float(bar.get("y", 0)) + float(bar.get("height", 0)) for bar in first + second}
    assert len(bottoms) == 1
    assert float(first[0].get("height", 0)) == 2 * float(second[0].get("height", 0))
    lefts = [float(bar.get("x", "0").rstrip("%")) for bar in (first[0], second[0], first[1])]
    assert lefts == sorted(lefts)
    assert all(0 <= left <= 100 for left in lefts)


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    chart = Chart(
        "Tepat waktu",
        "Lima bulan.",
        ["1", "2", "3", "4", "5"],
        [Bars("Bagian", [90, 95, None, 70, 80])],
        is_line=True,
        target=90,
        most=100,
        unit=" %",
    )
    figure = drawn(chart)
    assert len(of_class(figure, "point")) == 4
    assert len(of_class(figure, "course")) == 2
    goal, point = of_class(figure, "goal")[0], of_class(figure, "point")[0]
    assert goal.get("y1") == point.get("cy")
    assert [text.text for text in of_class(figure, "scale")] == ["0 %", "50 %", "100 %"]


def test_it_names_itself_to_who_cannot_see_it() -> None:
    figure = drawn(Chart("Laporan", "Naik sejak Agustus.", MONTHS, [Bars("Diterima", [1, 2, 3])]))
    (drawing,) = [svg for svg in figure.findall("svg") if svg.get("role") == "img"]
    said = {one.get("id"): one.text for one in drawing if one.tag in ("title", "desc")}
    assert said == {"uji-title": "Laporan", "uji-desc": "Naik sejak Agustus."}
    assert drawing.get("aria-labelledby") == "uji-title uji-desc"


def test_the_scale_reaches_above_the_largest_value_and_is_round() -> None:
    figure = drawn(Chart("Laporan", "", MONTHS, [Bars("Diterima", [1100, 40, 0])]), "en")
    assert [text.text for text in of_class(figure, "scale")] == ["0", "500", "1,000", "1,500"]
    assert all(0 < float(text.get("y", 0)) < HEIGHT for text in of_class(figure, "scale"))


def test_nothing_at_all_is_drawn_as_an_empty_chart() -> None:
    figure = drawn(Chart("Laporan", "", MONTHS, [Bars("Diterima", [None, None, None])]))
    assert of_class(figure, "bar") == []
    assert of_class(figure, "name") != []
