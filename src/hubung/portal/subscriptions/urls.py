"""`/langganan/`: mails about new pages, or messages in a browser."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY, secret
from hubung.portal.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("terkirim/", views.sent, name="sent"),
    path("peramban/", views.show, name="show"),
    path("peramban/berhenti/", views.show_no_more, name="show_no_more"),
    path("<str:token>/", views.own, name="own"),
    path("<str:token>/berhenti/", views.end, name="end"),
]

_OWNER = secret("the address in their mail")
RIGHTS = {
    "ask": EVERYBODY,
    "sent": EVERYBODY,
    "show": EVERYBODY,
    "show_no_more": EVERYBODY,
    "own": _OWNER,
    "end": _OWNER,
}
