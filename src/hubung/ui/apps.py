"""The Django app of the look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "hubung.ui"
    label = "ui"
