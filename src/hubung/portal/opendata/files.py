"""The files of the catalogue and of each data set, for everybody's programs."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hubung.kernel.files import open_blob
from hubung.opendata.models import CatalogueFile, Distribution

_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
}
_AN_HOUR = "public, max-age=3600"
_FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def turtle(request: HttpRequest) -> HttpResponse:
    """The catalogue as DCAT-AP in Turtle."""
    return _catalogue(request, "katalog.ttl")


@require_safe
def json_ld(request: HttpRequest) -> HttpResponse:
    """The catalogue as DCAT-AP in JSON-LD."""
    return _catalogue(request, "katalog.jsonld")


@require_safe
def rdf_xml(request: HttpRequest) -> HttpResponse:
    """The catalogue as DCAT-AP in RDF/XML."""
    return _catalogue(request, "katalog.rdf")


@require_safe
def newest(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A file of the youngest version: `data.csv`, `data.json`, `skema.json` (Table Schema)."""
    found = Distribution.objects.filter(version__data_set__slug=slug, name=name)
    file = found.order_by("-version__number").first()
    if file is None:
        raise Http404
    return _file(request, file.name, file.sha256, _AN_HOUR, download=f"{slug}-{file.name}")


@require_safe
def of_version(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """A file of one version, which never changes."""
    file = get_object_or_404(
        Distribution, version__data_set__slug=slug, version__number=number, name=name
    )
    download = f"{slug}-v{number}-{file.name}"
    return _file(request, file.name, file.sha256, _FOR_GOOD, download=download)


def _catalogue(request: HttpRequest, name: str) -> HttpResponse:
    file = get_object_or_404(CatalogueFile, pk=name)
    return _file(request, name, file.sha256, _AN_HOUR)


def _file(
    request: HttpRequest, name: str, sha256: str, keep: str, *, download: str = ""
) -> HttpResponse:
    """The content, or that the asker has it already: its hash is its name."""
    tag = f'"{sha256}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        with open_blob(sha256) as file:
            response = HttpResponse(file.read(), content_type=_TYPES[name[name.rindex(".") :]])
    if download:
        response["Content-Disposition"] = f'attachment; filename="{download}"'
    response["ETag"] = tag
    response["Cache-Control"] = keep
    # Programs on other sites are who open data is for.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
