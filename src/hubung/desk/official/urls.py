"""The officials' page."""

from __future__ import annotations

from django.urls import path

from hubung.desk.official import views

app_name = "official"
urlpatterns = [
    path("", views.first, name="first"),
    path("<str:number>/", views.one, name="case"),
    path("<str:number>/konsep/", views.keep, name="keep"),
]
