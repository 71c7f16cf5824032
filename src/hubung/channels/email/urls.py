"""Pages that mails point to."""

from __future__ import annotations

from django.urls import path

from hubung.channels.email import views

app_name = "email"
urlpatterns = [path("berhenti/<str:token>/", views.stop, name="stop")]
