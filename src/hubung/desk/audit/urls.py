"""The access log."""

from __future__ import annotations

from django.urls import path

from hubung.desk.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("ekspor.csv", views.export, name="export"),
]
