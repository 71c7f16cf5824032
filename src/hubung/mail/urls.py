"""Addresses under `/akun/surel/`."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import ACCOUNT, secret
from hubung.mail import activating, views

app_name = "mail"
urlpatterns = [
    path("", views.own, name="own"),
    path("perangkat-baru/", views.add_device, name="add_device"),
    path("aktivasi/<str:secret>/", activating.activate, name="activate"),
]

RIGHTS = {
    "own": ACCOUNT,
    "add_device": ACCOUNT,
    "activate": secret("the link that opens a new mail account"),
}
