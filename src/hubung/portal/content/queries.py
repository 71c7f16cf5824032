"""What is public now, newest or most urgent first."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from wagtail.models import Page

from hubung.directory.models import Unit
from hubung.kernel import clock
from hubung.portal.content.models import (
    AnnouncementPage,
    DocumentPage,
    EventPage,
    GuidePage,
    HomePage,
    NewsPage,
    ServicePage,
    Urgency,
)


def home() -> HomePage:
    """The root of the site."""
    return HomePage.objects.select_related("featured").get()


def at(path: str) -> QuerySet[Page]:
    """The live page at a path of slugs, each followed by a slash; not more than one."""
    # By its last word, which has an index; the whole path has none.
    return Page.objects.live().filter(
        slug=path.rstrip("/").rpartition("/")[2], url_path=home().url_path + path
    )


def news(sector: str = "") -> QuerySet[NewsPage]:
    return _of(NewsPage.objects.live(), sector).order_by("-day", "-first_published_at")


def announcements(sector: str = "") -> QuerySet[AnnouncementPage]:
    """Those that hold now or are still to come, immediate ones first."""
    return _by_urgency(_of(AnnouncementPage.objects.live(), sector).filter(_not_over()))


def past_announcements(sector: str = "") -> QuerySet[AnnouncementPage]:
    over = _of(AnnouncementPage.objects.live(), sector).exclude(_not_over())
    return over.order_by("-ends_at")


def immediate() -> QuerySet[AnnouncementPage]:
    """Immediate information that holds now: first on every page."""
    found = AnnouncementPage.objects.live().filter(_not_over(), urgency=Urgency.IMMEDIATE)
    return found.filter(begins_at__lte=clock.now()).order_by("-begins_at")


def services(sector: str = "") -> QuerySet[ServicePage]:
    return _of(ServicePage.objects.live(), sector).order_by("title")


def guides(sector: str = "") -> QuerySet[GuidePage]:
    return _of(GuidePage.objects.live(), sector).defer("steps", "flow").order_by("title")


def documents(sector: str = "") -> QuerySet[DocumentPage]:
    return (
        _of(DocumentPage.objects.live(), sector).select_related("paper").order_by("-day", "title")
    )


def events(sector: str = "") -> QuerySet[EventPage]:
    """Events that are not over, the next one first."""
    return (
        _of(EventPage.objects.live(), sector).filter(ends_at__gt=clock.now()).order_by("begins_at")
    )


def of_unit(pages: QuerySet, code: str) -> QuerySet:  # type: ignore[type-arg]
    """Those of a unit and of the units below it; all without a code, none of a unit unknown."""
    if not code:
        return pages
    path = Unit.objects.filter(code=code).values_list("path", flat=True).first()
    return pages.none() if path is None else pages.filter(unit__path__startswith=path)


def _of(pages: QuerySet, sector: str) -> QuerySet:  # type: ignore[type-arg]
    pages = pages.select_related("unit").defer("body", "body_en")
    return pages.filter(sector=sector) if sector else pages


def _not_over() -> Q:
    return Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now())


def _by_urgency(pages: QuerySet[AnnouncementPage]) -> QuerySet[AnnouncementPage]:
    rank = Case(
        When(urgency=Urgency.IMMEDIATE, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return pages.order_by(rank, "-begins_at")
