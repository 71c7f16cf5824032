"""`/langganan/`: mails about new pages."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY, secret
from hubung.portal.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("terkirim/", views.sent, name="sent"),
    path("<str:token>/", views.own, name="own"),
    path("<str:token>/berhenti/", views.end, name="end"),
]

_OWNER = secret("the address in their mail")
RIGHTS = {"ask": EVERYBODY, "sent": EVERYBODY, "own": _OWNER, "end": _OWNER}
