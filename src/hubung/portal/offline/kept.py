"""What the service worker keeps, and which version of it that is."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from hubung.portal.content import queries
from hubung.portal.offline import icons
from hubung.ui.context import MinistryName, ministry_name

HERE = Path(__file__).parent
WORKING, LEAVING = HERE / "worker.js", HERE / "leaving.js"
#: Guides that a telephone keeps, at some 8 kB each: those changed last.
GUIDES = 40
#: What the kept pages load. A journey without a line fails when one is missing.
STATIC = (
    "ui/fonts/plus-jakarta-sans-latin-wght-normal.woff2",
    "portal/site.css",
    "ui/icons.svg",
    "ui/mark.svg",
    "ui/js/theme.js",
    "portal/offline.js",
    "portal/guide.js",
    "web/device.js",
    "web/outbox.js",
    "web/waiting.js",
    "web/draft.js",
    "web/uploads.js",
    "web/report.js",
    "web/states.js",
)
#: What the worker itself runs, in this order.
OUTBOX = ("web/device.js", "web/outbox.js")
#: What it never touches, by its first words: where staff and accounts are, and other programs.
ALONE = (
    "/desk/",
    "/akun/",
    "/saya/",
    "/audit/",
    "/kelola/",
    "/ui/",
    "/api/",
    "/open311/",
    "/scim/",
    "/masuk-tunggal/",
    "/.well-known/",
)


def guides() -> list[Page]:
    """Guides for a telephone, by title; the ones changed last where there are too many."""
    latest = queries.guides().order_by("-last_published_at")[:GUIDES]
    return sorted(latest, key=lambda page: page.title.casefold())


def worker() -> str:
    """The worker's script in the reader's language; another one whenever what it keeps changes."""
    if not settings.HUBUNG.web.offline:
        return LEAVING.read_text()
    shown = ministry_name()
    chosen = guides()
    kept: dict[str, Any] = {
        "language": get_language(),
        "outbox": [static(name) for name in OUTBOX],
        "files": [*(static(name) for name in STATIC), *_of_the_ministry(shown)],
        "pages": [reverse("offline:page"), reverse("web:report"), reverse("web:track")],
        "guides": [page.url for page in chosen],
        "offline": reverse("offline:page"),
        "icon": _icon(),
        "alone": ALONE,
    }
    script = WORKING.read_text()
    facts = json.dumps(kept), script, str(shown), str(settings.HUBUNG.limits), *_changes(chosen)
    kept["version"] = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]
    return f"const KEPT = {json.dumps(kept)};\n{script}"


def _icon() -> str:
    """What stands beside a message."""
    if not icons.drawable():
        return reverse("ui:emblem")
    return reverse("offline:icon", kwargs={"shape": "tanda", "size": icons.SIZES[1]})


def _of_the_ministry(shown: MinistryName) -> list[str]:
    """Colours and emblem, which the pages load from the settings."""
    colours = [f"{reverse('ui:colours')}?{shown.colour}"] if shown.colour else []
    return colours + ([reverse("ui:emblem")] if shown.has_emblem else [])


def _changes(chosen: list[Page]) -> list[str]:
    emblem = settings.HUBUNG.ministry.emblem
    drawn = [hashlib.sha256(Path(emblem).read_bytes()).hexdigest()] if emblem else []
    return [*drawn, *(f"{page.url} {page.last_published_at}" for page in chosen)]
