"""`/data/`."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.portal.opendata import files, views

app_name = "opendata"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("katalog.ttl", files.turtle, name="turtle"),
    path("katalog.jsonld", files.json_ld, name="json_ld"),
    path("katalog.rdf", files.rdf_xml, name="rdf_xml"),
    path("<slug:slug>/", views.data_set, name="data_set"),
    path("<slug:slug>/masalah/", views.tell_problem, name="tell_problem"),
    path("<slug:slug>/v<int:number>/<str:name>", files.of_version, name="of_version"),
    path("<slug:slug>/<str:name>", files.newest, name="newest"),
]

RIGHTS = {
    "catalogue": EVERYBODY,
    "turtle": EVERYBODY,
    "json_ld": EVERYBODY,
    "rdf_xml": EVERYBODY,
    "data_set": EVERYBODY,
    "tell_problem": EVERYBODY,
    "of_version": EVERYBODY,
    "newest": EVERYBODY,
}
