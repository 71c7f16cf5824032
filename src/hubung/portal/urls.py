"""The portal: for now its home page."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.portal import views

app_name = "portal"
urlpatterns = [path("", views.home, name="home")]

RIGHTS = {"home": EVERYBODY}
