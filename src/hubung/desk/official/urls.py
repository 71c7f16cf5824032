"""The officials' page."""

from __future__ import annotations

from django.urls import path

from hubung.cases.policies import can_see
from hubung.desk.official import views
from hubung.kernel.rights import STAFF, staff

app_name = "official"
urlpatterns = [
    path("", views.first, name="first"),
    path("<str:number>/", views.one, name="case"),
    path("<str:number>/konsep/", views.keep, name="keep"),
]

_SEEN = staff(sees=can_see, thing="who may see the report")
RIGHTS = {"first": STAFF, "case": _SEEN, "keep": _SEEN}
