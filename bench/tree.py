"""Pages of the portal for a benchmark: the demonstration's, many more, and what to ask."""

from __future__ import annotations

import json
import os
import random
import sys
import uuid
from datetime import timedelta
from typing import Any

import django

from bench import samples
from bench.bulk import Bulk

_BATCH = 5_000
#: Treebeard's steps: four signs of thirty-six for each level.
_STEP, _SIGNS = 4, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WORDS = 200


def demo() -> dict[str, int]:
    """The pages of the demonstration, in the search too, and a report to open."""
    from hubung.cases.choices import Channel, Kind
    from hubung.cases.services import receive_case
    from hubung.demo.portal import load
    from hubung.search import services

    load.load()
    list(services.rebuild())
    receive_case(
        channel=Channel.WEB,
        external_id="bench",
        text="Tangga kapal di dermaga dua patah.",
        kind=Kind.COMPLAINT,
        anonymous=True,
    )
    return {}


def grow(count: int) -> dict[str, int]:
    """So many news pages more, in the section of the sea, as the tree holds them."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from wagtail.models import Page

    from hubung.kernel import clock
    from hubung.portal.content.models import NewsPage, SectionPage

    dice = random.Random(151)
    room = SectionPage.objects.filter(sector="laut").first()
    assert room is not None
    kind = ContentType.objects.get_for_model(NewsPage)
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    taken = room.numchild
    now = clock.now()
    pages, news = Bulk(Page), Bulk(NewsPage)
    for at in range(0, count, _BATCH):
        with transaction.atomic():
            for number in range(at, min(at + _BATCH, count)):
                slug = f"kabar-{number}"
                published = now - timedelta(minutes=number)
                title = " ".join(samples.words(dice, 6)).capitalize()
                body = [
                    {"type": "text", "value": f"<p>{' '.join(samples.words(dice, _WORDS))}</p>"}
                ]
                pages.add(
                    id=first + number,
                    path=room.path + _step(taken + number + 1),
                    depth=room.depth + 1,
                    numchild=0,
                    translation_key=uuid.uuid4().hex,
                    locale_id=room.locale_id,
                    title=title,
                    draft_title=title,
                    slug=slug,
                    url_path=f"{room.url_path}{slug}/",
                    content_type_id=kind.pk,
                    first_published_at=published,
                    last_published_at=published,
                )
                news.add(
                    page_ptr_id=first + number,
                    summary=" ".join(samples.words(dice, 15)),
                    body=json.dumps(body),
                    body_en="[]",
                    unit_id=room.unit_id,
                    sector=room.sector,
                    day=published.date(),
                )
            pages.write()
            news.write()
    pages.finish()
    Page.objects.filter(pk=room.pk).update(numchild=taken + count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"pages": Page.objects.count()}


def ask() -> dict[str, Any]:
    """Addresses and words, and the cookie of somebody who opened a report."""
    from django.http import HttpResponse
    from django.test import RequestFactory
    from wagtail.models import Page

    from hubung.cases.models import Case
    from hubung.channels.web import opening
    from hubung.portal.content.models import NewsPage

    case = Case.objects.get()
    opened = HttpResponse()
    opening.remember(RequestFactory().get("/"), opened, case)
    cookie = opened.cookies[opening.COOKIE]
    article = NewsPage.objects.live().order_by("pk").last()
    assert article is not None
    return {
        "pages": Page.objects.count(),
        "article": article.get_url(),
        "case": f"/lacak/{case.number}/",
        "opened": f"{cookie.key}={cookie.value}",
        "words": samples.words(random.Random(7), 50),
    }


def _step(number: int) -> str:
    signs = ""
    for _each in range(_STEP):
        number, rest = divmod(number, len(_SIGNS))
        signs = _SIGNS[rest] + signs
    return signs


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubung.project.settings")
    django.setup()
    what, *numbers = sys.argv[1:]
    found = {"demo": demo, "grow": grow, "ask": ask}[what](*map(int, numbers))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
