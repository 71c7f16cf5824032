"""The account of whoever wants one. Nobody needs it: number and code open everything too."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY, secret
from hubung.portal.members.views import (
    account,
    data,
    entrance,
    outside,
    reports,
    requests,
    subscriptions,
)

app_name = "members"
urlpatterns = [
    path("", reports.mine, name="reports"),
    path("masuk/", entrance.enter, name="enter"),
    path("masuk/kode/", entrance.prove, name="prove"),
    path("masuk/luar/", outside.begin, name="outside"),
    path("laporan/<str:number>/", reports.open_one, name="open"),
    path("permohonan/", requests.mine, name="requests"),
    path("langganan/", subscriptions.mine, name="subscriptions"),
    path("langganan/akhiri/", subscriptions.end, name="end_subscription"),
    path("data/", data.mine, name="data"),
    path("perangkat/", account.devices, name="devices"),
    path("perangkat/<int:pk>/keluar/", account.end_device, name="end_device"),
    path("keluar/", account.leave, name="leave"),
    path("tutup/", account.end, name="end"),
]

_MEMBER = secret("an account that a proved address opened")
RIGHTS = {
    "enter": EVERYBODY,
    "outside": EVERYBODY,
    "prove": secret("a code that was asked for in this browser"),
} | dict.fromkeys(
    (
        *("reports", "open", "requests", "subscriptions", "end_subscription", "data"),
        *("devices", "end_device", "leave", "end"),
    ),
    _MEMBER,
)
