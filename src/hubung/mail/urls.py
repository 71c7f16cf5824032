"""Addresses under `/akun/surel/`."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import ACCOUNT
from hubung.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.own, name="own"),
    path("perangkat-baru/", views.add_device, name="add_device"),
]

RIGHTS = {"own": ACCOUNT, "add_device": ACCOUNT}
