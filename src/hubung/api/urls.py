"""Addresses under `/api/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from hubung.api import views
from hubung.api.interface import api

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", views.openapi, name="openapi"),
    path("v1/", api.urls),
]
