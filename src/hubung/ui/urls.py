"""The reader's choices of language and theme, and the style guide."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import ACCOUNT, EVERYBODY
from hubung.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("warna.css", views.colours, name="colours"),
    path("lambang.svg", views.emblem, name="emblem"),
    path("language/<slug:code>/", views.choose_language, name="language"),
    path("theme/<slug:theme>/", views.choose_theme, name="theme"),
]

RIGHTS = {
    "guide": ACCOUNT,
    "colours": EVERYBODY,
    "emblem": EVERYBODY,
    "language": EVERYBODY,
    "theme": EVERYBODY,
}
