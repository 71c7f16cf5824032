"""`/agenda/`: what officials do, for everybody."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.portal.agenda import feeds, views

app_name = "public_agenda"
urlpatterns = [
    path("", views.day, name="day"),
    path("agenda.json", feeds.everybody_as_json, name="json"),
    path("agenda.csv", feeds.everybody_as_csv, name="csv"),
    path("tertutup/", views.closed, name="closed"),
    path("<slug:slug>/", views.official, name="official"),
    path("<slug:slug>/kalender.ics", feeds.calendar, name="ics"),
    path("<slug:slug>/agenda.json", feeds.one_as_json, name="official_json"),
    path("<slug:slug>/agenda.csv", feeds.one_as_csv, name="official_csv"),
    path("<slug:slug>/<uuid:uid>/", views.entry, name="entry"),
]

RIGHTS = {route.name: EVERYBODY for route in urlpatterns if route.name}
