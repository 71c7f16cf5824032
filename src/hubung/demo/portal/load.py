"""The portal of the demonstration, made through the page models; nothing where there is one."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.html import escape

from hubung.demo.portal import guides, times
from hubung.demo.portal.announcements import ANNOUNCEMENTS
from hubung.demo.portal.news import NEWS, Said
from hubung.demo.portal.services import DOCUMENTS, SERVICES, Service
from hubung.directory.models import Sector, Unit
from hubung.kernel import clock
from hubung.portal.content import queries, versions
from hubung.portal.content.models import (
    AnnouncementPage,
    ContentPage,
    DocumentPage,
    GuidePage,
    NewsPage,
    Paper,
    PlainPage,
    SectionPage,
    ServicePage,
    Urgency,
)

#: Slug, unit, sector, and what the section is called.
_SECTIONS = (
    (
        "darat",
        "DJPD",
        Sector.LAND,
        "Perhubungan darat",
        "Land transport",
        "Jalan, terminal, angkutan umum, dan keselamatan kendaraan.",
        "Roads, terminals, buses and vehicle safety.",
    ),
    (
        "laut",
        "DJPL",
        Sector.SEA,
        "Perhubungan laut",
        "Sea transport",
        "Pelabuhan, kapal, pelaut, dan keselamatan pelayaran.",
        "Ports, ships, seafarers and safety at sea.",
    ),
    (
        "udara",
        "DJPU",
        Sector.AIR,
        "Perhubungan udara",
        "Air transport",
        "Bandar udara, penerbangan, drone, dan hak penumpang.",
        "Airports, flights, drones and passengers' rights.",
    ),
    (
        "kereta",
        "DJKA",
        Sector.RAIL,
        "Perkeretaapian",
        "Railways",
        "Jalur, stasiun, perlintasan, dan awak kereta.",
        "Lines, stations, crossings and train crew.",
    ),
    (
        "kementerian",
        "KEMENHUB",
        "",
        "Kementerian",
        "The ministry",
        "Yang menyangkut seluruh kementerian.",
        "What concerns the whole ministry.",
    ),
)
_OFTEN = (
    ("Sertifikat pelaut", "Seafarer certificates", "/laut/sertifikat-pelaut/"),
    ("Penerbangan terlambat", "Delayed flights", "/udara/ganti-rugi-penerbangan-terlambat/"),
    ("Mudik gratis", "Free holiday travel", "/darat/mudik-gratis/"),
    ("Lapor pungli", "Report an illegal fee", "/lapor/?jenis=misconduct"),
)


@transaction.atomic
def load() -> None:
    home = queries.home()
    if home.get_children().exists():
        return
    now = clock.now()
    sections = {}
    for slug, unit, sector, title, title_en, summary, summary_en in _SECTIONS:
        page = SectionPage(
            slug=slug,
            unit=Unit.objects.get(code=unit),
            sector=sector,
            **_words(Said(title, summary), Said(title_en, summary_en)),
        )
        sections[slug] = _add(home, page, days_ago=200)
    for news in reversed(NEWS):
        day = (now - timedelta(days=news.days_ago)).date()
        page = NewsPage(day=day, **_words(news.id, news.en))
        _add(sections[news.section], page, days_ago=news.days_ago)
    services = [
        _add(sections[one.section], _service(one), days_ago=100 - number)
        for number, one in enumerate(SERVICES)
    ]
    times.load(services)
    guide = GuidePage(flow=guides.FLOW, **_words(guides.ID, guides.EN))
    _add(sections[guides.SECTION], guide, days_ago=60)
    for one in reversed(ANNOUNCEMENTS):
        ago, still = one.hours
        page = AnnouncementPage(
            urgency=Urgency.IMMEDIATE if one.immediate else Urgency.ORDINARY,
            area=one.area[0],
            area_en=one.area[1],
            begins_at=now - timedelta(hours=ago),
            ends_at=None if still is None else now + timedelta(hours=still),
            next_word_at=now + timedelta(hours=2) if one.immediate else None,
            timezone=one.zone,
            what_to_do=one.to_do[0],
            what_to_do_en=one.to_do[1],
            **_words(one.id, one.en),
        )
        _add(sections[one.section], page, days_ago=ago / 24)
    for document in reversed(DOCUMENTS):
        page = DocumentPage(
            paper=_paper(document.id),
            kind=document.kind,
            number=document.number,
            day=(now - timedelta(days=document.days_ago)).date(),
            availability=document.availability,
            **_words(document.id, document.en),
        )
        _add(sections[document.section], page, days_ago=document.days_ago)
    _add(sections["kementerian"], _accessibility(), days_ago=150)
    home.often = [
        ("link", {"words": words, "words_en": english, "address": address})
        for words, english, address in _OFTEN
    ]
    home.featured = services[0]
    home.save()
    versions.change()


def _words(indonesian: Said, english: Said) -> dict[str, Any]:
    return {
        "title": indonesian.title,
        "title_en": english.title,
        "summary": indonesian.summary,
        "summary_en": english.summary,
        "body": _body(indonesian),
        "body_en": _body(english),
    }


def _body(said: Said) -> list[tuple[str, str]]:
    words = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in said.paragraphs)
    return [("text", words)] if words else []


def _add(room: Any, page: ContentPage, *, days_ago: float) -> Any:
    at = clock.now() - timedelta(days=days_ago)
    page.first_published_at = page.last_published_at = at
    return room.add_child(instance=page)


def _service(one: Service) -> ServicePage:
    return ServicePage(
        requirements=_list(need for need, _english in one.needs),
        requirements_en=_list(english for _need, english in one.needs),
        steps=[("step", {"name": what, "who": who}) for what, who, _w, _e in one.steps],
        steps_en=[("step", {"name": what, "who": who}) for _w, _e, what, who in one.steps],
        promised_days=one.days,
        fee=one.fee,
        fee_ground=one.ground,
        apply_at=one.address,
        **_words(one.id, one.en),
    )


def _list(items: Any) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _paper(said: Said) -> Paper:
    """A document of one page that says that it is an example."""
    paper = Paper(title=said.title)
    paper.file.save("contoh.pdf", ContentFile(_pdf(said)), save=False)
    paper.file_size = paper.file.size
    paper.save()
    return paper


def _pdf(said: Said) -> bytes:
    lines = [(18, said.title), (11, said.summary), (11, "Contoh rekaan dari peragaan Hubung.")]
    drawn = ["BT 56 780 Td"]
    for size, line in lines:
        plain = (
            line.encode("cp1252", "replace")
            .replace(b"\\", b"")
            .replace(b"(", b"")
            .replace(b")", b"")
        )
        drawn.append(f"/F1 {size} Tf ({plain.decode('cp1252')}) Tj 0 -28 Td")
    with pikepdf.new() as document:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(" ".join([*drawn, "ET"]).encode("cp1252"))
        made = BytesIO()
        document.save(made, deterministic_id=True)
    return made.getvalue()


def _accessibility() -> PlainPage:
    return PlainPage(
        slug="aksesibilitas",
        **_words(
            Said(
                "Pernyataan aksesibilitas",
                "Untuk siapa situs ini dibuat, apa yang sudah diperiksa, dan ke mana mengadu bila ada yang menghalangi.",
                (
                    "Situs ini dibuat menurut WCAG 2.2 tingkat AA: dapat dipakai dengan papan ketik saja, dengan pembaca layar, dengan pembesaran 400 %, dan tanpa JavaScript.",
                    "Bila ada yang menghalangi Anda, telepon 151 atau kirim laporan. Kami membantu saat itu juga dan memperbaikinya kemudian.",
                ),
            ),
            Said(
                "Accessibility statement",
                "Whom this site is made for, what was checked, and where to turn when something is in your way.",
                (
                    "This site is made to WCAG 2.2, level AA: with a keyboard alone, with a screen reader, at 400 % and without JavaScript.",
                    "If something is in your way, call 151 or send a report. We help at once, and mend it afterwards.",
                ),
            ),
        ),
    )
