"""Reports taken at the desk."""

from __future__ import annotations

from django.urls import path

from hubung.desk.intake import policies, views
from hubung.kernel.rights import staff

app_name = "intake"
urlpatterns = [
    path("", views.take, name="take"),
    path("pelapor/", views.who, name="who"),
    path("kata/", views.words, name="words"),
    path("nomor/<str:token>/", views.receipt, name="receipt"),
]

RIGHTS = {
    "take": staff(policies.counter_of),
    "who": staff(policies.counter_of),
    "words": staff(policies.counter_of),
    "receipt": staff(policies.writes_down, thing="who wrote the report down"),
}
