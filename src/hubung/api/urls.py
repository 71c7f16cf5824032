"""Addresses under `/api/`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from hubung.api import views
from hubung.api.interface import api, describe, operations
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
    f"api-v1:{operation['operationId']}": secret(
        " ".join(["a token", *(f"with `{scope}`" for scope in operation["security"][0]["Bearer"])])
    )
    for operation in operations(describe())
}
