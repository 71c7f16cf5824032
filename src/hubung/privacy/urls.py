"""The door for whoever asks about their own data."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import EVERYBODY
from hubung.privacy import views

app_name = "privacy"
urlpatterns = [path("data-pribadi/", views.ask, name="ask")]

RIGHTS = {"ask": EVERYBODY}
