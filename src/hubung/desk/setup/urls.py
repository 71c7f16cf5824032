"""The setup."""

from __future__ import annotations

from django.urls import path

from hubung.desk.setup.views import answers, first

app_name = "setup"
urlpatterns = [
    path("", first.first, name="first"),
    path("templat/", answers.answers, name="answers"),
    path("templat/baru/", answers.add, name="add_answer"),
    path("templat/<int:pk>/", answers.edit, name="answer"),
    path("templat/<int:pk>/pakai/", answers.offer, name="offer_answer"),
]
