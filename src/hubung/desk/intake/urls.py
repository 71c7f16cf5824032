"""Reports taken at the desk."""

from __future__ import annotations

from django.urls import path

from hubung.desk.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.take, name="take"),
    path("pelapor/", views.who, name="who"),
    path("kata/", views.words, name="words"),
    path("nomor/<str:token>/", views.receipt, name="receipt"),
]
