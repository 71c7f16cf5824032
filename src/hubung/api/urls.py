"""Addresses under `/api/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from hubung.api import views
from hubung.api.interface import api, scopes
from hubung.kernel.rights import EVERYBODY, secret

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("docs", views.docs, name="docs"),
    path("openapi.json", views.openapi, name="openapi"),
    path("v1/", api.urls),
]

#: An operation says itself which scope it asks for.
RIGHTS = {
    "docs": EVERYBODY,
    "openapi": EVERYBODY,
    "api-v1:api-root": secret("nothing: it is no page"),
} | {
    f"api-v1:{name}": secret(f"a token with `{scope}`" if scope else "a token")
    for name, scope in scopes().items()
}
