"""The files of the catalogue and of each data set, for everybody's programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hubung.kernel.files import open_blob
from hubung.opendata.models import CatalogueFile, Distribution
from hubung.portal import answers

_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
}


@require_safe
def turtle(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as DCAT-AP in Turtle."""
    return _catalogue(request, "katalog.ttl")


@require_safe
def json_ld(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as DCAT-AP in JSON-LD."""
    return _catalogue(request, "katalog.jsonld")


@require_safe
def rdf_xml(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as DCAT-AP in RDF/XML."""
    return _catalogue(request, "katalog.rdf")


@require_safe
def newest(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """A file of the youngest version: `data.csv`, `data.json`, `skema.json` (Table Schema)."""
    found = Distribution.objects.filter(version__data_set__slug=slug, name=name)
    file = found.order_by("-version__number").first()
    if file is None:
        raise Http404
    return _file(request, file.name, file.sha256, answers.AN_HOUR, download=f"{slug}-{file.name}")


@require_safe
def of_version(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """A file of one version, which never changes."""
    file = get_object_or_404(
        Distribution, version__data_set__slug=slug, version__number=number, name=name
    )
    download = f"{slug}-v{number}-{file.name}"
    return _file(request, file.name, file.sha256, answers.FOR_GOOD, download=download)


def _catalogue(request: HttpRequest, name: str) -> HttpResponseBase:
    file = get_object_or_404(CatalogueFile, pk=name)
    return _file(request, name, file.sha256, answers.AN_HOUR)


def _file(
    request: HttpRequest, name: str, sha256: str, keep: str, *, download: str = ""
) -> HttpResponseBase:
    """The content, whose hash is its name."""

    def content() -> bytes:
        with open_blob(sha256) as file:
            return file.read()

    kind = _TYPES[name[name.rindex(".") :]]
    return answers.file(request, content, kind, download, keep=keep, etag=f'"{sha256}"')
