"""The catalogue as DCAT-AP 3.0, in three notations. Imported only by the process that writes it:
rdflib is heavy, and no page needs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef

from hubung.opendata.models import DataSet, Distribution, Version

_EU = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
#: File of the catalogue: as rdflib calls its notation.
NOTATIONS = {
    "katalog.ttl": "turtle",
    "katalog.jsonld": "json-ld",
    "katalog.rdf": "xml",
}
_KINDS = {"data.csv": ("CSV", "text/csv"), "data.json": ("JSON", "application/json")}
_LANGUAGES = ("IND", "ENG")


def catalogue(address: str, at: datetime, published: Sequence[Version]) -> dict[str, bytes]:
    """Data sets in their youngest versions, by file name; `address` of the site, without `/`.

    `at`: when the catalogue last changed. Asks the database nothing.
    """
    graph = graph_of(address, at, published)
    return {
        name: graph.serialize(format=notation, encoding="utf-8")
        for name, notation in NOTATIONS.items()
    }


def graph_of(address: str, at: datetime, published: Sequence[Version]) -> Graph:
    """The catalogue as a graph."""
    graph = Graph()
    for prefix, namespace in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF)):
        graph.bind(prefix, namespace)
    graph.bind("vcard", VCARD)
    graph.bind("spdx", SPDX)
    ministry = settings.HUBUNG.ministry
    root = URIRef(f"{address}/data/")
    graph.add((root, RDF.type, DCAT.Catalog))
    titles = f"Data terbuka {ministry.name}", f"Open data, {ministry.name_en}"
    _say(graph, root, DCTERMS.title, *titles)
    _say(
        graph,
        root,
        DCTERMS.description,
        f"Semua kumpulan data terbuka {ministry.name}.",
        f"Every open data set of the {ministry.name_en}.",
    )
    publisher = URIRef(f"{address}/#kementerian")
    _agent(graph, publisher, ministry.name)
    graph.add((root, DCTERMS.publisher, publisher))
    home = URIRef(f"{address}/data/")
    graph.add((root, FOAF.homepage, home))
    graph.add((home, RDF.type, FOAF.Document))
    graph.add((root, DCTERMS.modified, _moment(at)))
    for language in _LANGUAGES:
        _language(graph, root, language)
    for version in published:
        _data_set(graph, root, address, version.data_set, version)
    return graph


def _data_set(graph: Graph, root: URIRef, address: str, it: DataSet, version: Version) -> None:
    page = URIRef(f"{address}/data/{it.slug}/")
    node = URIRef(f"{page}#data")
    graph.add((root, DCAT.dataset, node))
    graph.add((node, RDF.type, DCAT.Dataset))
    _say(graph, node, DCTERMS.title, it.title, it.title_en)
    _say(graph, node, DCTERMS.description, it.description, it.description_en)
    graph.add((node, DCTERMS.identifier, Literal(it.slug)))
    graph.add((node, DCAT.landingPage, page))
    graph.add((page, RDF.type, FOAF.Document))
    for word in it.keywords:
        graph.add((node, DCAT.keyword, Literal(word, lang="id")))
    publisher = URIRef(f"{address}/kinerja/unit/{it.publisher.code}/#unit")
    _agent(graph, publisher, it.publisher.name)
    graph.add((node, DCTERMS.publisher, publisher))
    contact = URIRef(f"{page}#kontak")
    graph.add((node, DCAT.contactPoint, contact))
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(it.publisher.name)))
    if it.contact:
        graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{it.contact}")))
    _typed(
        graph,
        node,
        DCTERMS.accrualPeriodicity,
        f"{_EU}/frequency/{it.frequency}",
        DCTERMS.Frequency,
    )
    _typed(graph, node, DCTERMS.accessRights, f"{_EU}/access-right/PUBLIC", DCTERMS.RightsStatement)
    _typed(graph, node, DCTERMS.spatial, f"{_EU}/country/IDN", DCTERMS.Location)
    for language in _LANGUAGES[:1]:
        _language(graph, node, language)
    if it.begins_on and it.ends_on:
        period = BNode()
        graph.add((node, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        graph.add((period, DCAT.startDate, Literal(it.begins_on, datatype=XSD.date)))
        graph.add((period, DCAT.endDate, Literal(it.ends_on, datatype=XSD.date)))
    graph.add((node, DCTERMS.issued, _moment(it.made_at)))
    graph.add((node, DCTERMS.modified, _moment(it.changed_at)))
    graph.add((node, URIRef(f"{DCAT}version"), Literal(str(version.number))))
    for file in version.distributions.all():
        if file.name in _KINDS:
            _distribution(graph, node, page, it, file)


def _distribution(graph: Graph, of: URIRef, page: URIRef, it: DataSet, file: Distribution) -> None:
    kind, media_type = _KINDS[file.name]
    node = URIRef(f"{page}#{kind.lower()}")
    graph.add((of, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCTERMS.title, Literal(f"{it.title} ({kind})", lang="id")))
    _typed(graph, node, DCAT.accessURL, page, RDFS.Resource)
    _typed(graph, node, DCAT.downloadURL, f"{page}{file.name}", RDFS.Resource)
    _typed(graph, node, DCTERMS.license, it.licence_address, DCTERMS.LicenseDocument)
    _typed(graph, node, DCTERMS["format"], f"{_EU}/file-type/{kind}", DCTERMS.MediaTypeOrExtent)
    _typed(graph, node, DCAT.mediaType, f"{_IANA}/{media_type}", DCTERMS.MediaType)
    graph.add((node, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)))
    _typed(graph, node, DCTERMS.conformsTo, f"{page}skema.json", DCTERMS.Standard)
    checksum = BNode()
    graph.add((node, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))


def _say(graph: Graph, node: URIRef, what: URIRef, indonesian: str, english: str) -> None:
    graph.add((node, what, Literal(indonesian, lang="id")))
    graph.add((node, what, Literal(english, lang="en")))


def _agent(graph: Graph, node: URIRef, name: str) -> None:
    graph.add((node, RDF.type, FOAF.Organization))
    graph.add((node, RDF.type, FOAF.Agent))
    graph.add((node, FOAF.name, Literal(name, lang="id")))


def _language(graph: Graph, node: URIRef, code: str) -> None:
    _typed(graph, node, DCTERMS.language, f"{_EU}/language/{code}", DCTERMS.LinguisticSystem)


def _typed(graph: Graph, node: URIRef, what: URIRef, address: str, of: URIRef) -> None:
    """A thing somewhere else, and what kind of thing it is: a validator does not go and look."""
    graph.add((node, what, URIRef(address)))
    graph.add((URIRef(address), RDF.type, of))


def _moment(at: datetime) -> Literal:
    return Literal(at.isoformat(timespec="seconds"), datatype=XSD.dateTime)
