"""`/cari/`."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.portal.search import views

app_name = "search"
urlpatterns = [
    path("", views.page, name="page"),
    path("saran/", views.suggestions, name="suggestions"),
    path("hasil.json", views.data, name="data"),
]

RIGHTS = dict.fromkeys(("page", "suggestions", "data"), EVERYBODY)
