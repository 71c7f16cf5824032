"""The portal on a telephone: installed, and without a line."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.portal.offline import views

app_name = "offline"
urlpatterns = [
    # A worker reaches what lies below its own address, so it stands at the top.
    path("luring.js", views.worker, name="worker"),
    path("luring/", views.page, name="page"),
    path("aplikasi.webmanifest", views.manifest, name="manifest"),
    path("ikon/<slug:shape>-<int:size>.png", views.icon, name="icon"),
]

RIGHTS = dict.fromkeys(("worker", "page", "manifest", "icon"), EVERYBODY)
