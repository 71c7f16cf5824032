"""Lists, units, feeds and files of the portal."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.portal.content import feeds, files, lists, units

app_name = "content"
urlpatterns = [
    path("kabar/", lists.news, name="news"),
    path("kabar/umpan.xml", feeds.NewsFeed(), name="news_feed"),
    path("pengumuman/", lists.announcements, name="announcements"),
    path("pengumuman/umpan.xml", feeds.AnnouncementsFeed(), name="announcements_feed"),
    path("layanan/", lists.services, name="services"),
    path("dokumen/", lists.documents, name="documents"),
    path("acara/", lists.events, name="events"),
    path("unit/", units.tree, name="units"),
    path("unit/<str:code>/", units.unit, name="unit"),
    path("berkas/<str:name>", files.file, name="file"),
]

RIGHTS = dict.fromkeys(
    (
        "news",
        "news_feed",
        "announcements",
        "announcements_feed",
        "services",
        "documents",
        "events",
        "units",
        "unit",
        "file",
    ),
    EVERYBODY,
)
