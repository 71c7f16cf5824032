"""Addresses under `/open311/v2/`; each resource has one for XML and one for JSON."""

from __future__ import annotations

from django.urls import URLPattern, path

from hubung.kernel.rights import EVERYBODY, Access, secret
from hubung.open311 import views
from hubung.open311.rendering import Format

app_name = "open311"

_KEY = secret("the key of an application")
_NOTHING = secret("nothing: it is no page")
_RESOURCES: tuple[tuple[str, str, views.View, Access], ...] = (
    ("discovery", "discovery", views.discovery, EVERYBODY),
    ("services", "services", views.services, EVERYBODY),
    ("services/<str:service_code>", "definition", views.definition, EVERYBODY),
    ("requests", "requests", views.requests, _KEY),
    ("requests/<str:request_id>", "request", views.one_request, _KEY),
    ("tokens/<str:token_id>", "token", views.token, secret("nothing: there are no tokens")),
)

urlpatterns: list[URLPattern] = [
    path(f"{address}.{form}", view, {"form": form}, name=f"{name}_{form}")
    for address, name, view, _access in _RESOURCES
    for form in Format
]
urlpatterns += [
    path("", views.nothing, {"form": Format.XML}, name="root"),
    path("<path:path>", views.nothing, {"form": Format.XML}, name="nothing"),
]

RIGHTS = {
    f"{name}_{form}": access for _address, name, _view, access in _RESOURCES for form in Format
} | {"root": _NOTHING, "nothing": _NOTHING}
