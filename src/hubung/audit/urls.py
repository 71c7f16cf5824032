"""Addresses of what the public may have of the log."""

from __future__ import annotations

from django.urls import path

from hubung.audit import views
from hubung.kernel.rights import EVERYBODY

app_name = "audit"
urlpatterns = [path("segel.json", views.seals, name="seals")]

RIGHTS = {"seals": EVERYBODY}
