"""The portal: for now its home page, and the call from the browser."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.portal import calling, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("hubungi/", calling.page, name="call"),
    path("hubungi/saluran/", calling.line, name="line"),
]

RIGHTS = {"home": EVERYBODY, "call": EVERYBODY, "line": EVERYBODY}
