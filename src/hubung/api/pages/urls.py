"""Addresses under `/desk/token/`."""

from __future__ import annotations

from django.urls import path

from hubung.api import policies
from hubung.api.pages import views
from hubung.directory.policies import administers_ministry
from hubung.kernel.rights import STAFF, staff

app_name = "tokens"
urlpatterns = [
    path("", views.own, name="own"),
    path("baru/", views.make, name="make"),
    path("aplikasi/", views.applications, name="applications"),
    path("aplikasi/<int:pk>/baru/", views.make_for_application, name="make_for_application"),
    path("<int:pk>/cabut/", views.revoke, name="revoke"),
]

RIGHTS = {
    "own": STAFF,
    "make": STAFF,
    "applications": staff(administers_ministry),
    "make_for_application": staff(administers_ministry),
    "revoke": staff(
        sees=policies.may_end, thing="whose token it is; an application's: who administers all"
    ),
}
