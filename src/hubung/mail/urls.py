"""Addresses under `/akun/surel/`."""

from __future__ import annotations

from django.urls import path

from hubung.kernel.rights import ACCOUNT, secret
from hubung.mail import activating, held, moderating, sorting, views

app_name = "mail"
urlpatterns = [
    path("", views.own, name="own"),
    path("perangkat-baru/", views.add_device, name="add_device"),
    path("aturan/", sorting.rules, name="rules"),
    path("moderasi/", moderating.letters, name="letters"),
    path("aktivasi/<str:secret>/", activating.activate, name="activate"),
    path("tertahan/", held.own_list, name="held"),
    path("tertahan/<int:pk>/", held.own_letter, name="held_letter"),
]

RIGHTS = {
    "own": ACCOUNT,
    "add_device": ACCOUNT,
    "rules": ACCOUNT,
    "letters": ACCOUNT,
    "activate": secret("the link that opens a new mail account"),
    "held": ACCOUNT,
    "held_letter": ACCOUNT,
}
