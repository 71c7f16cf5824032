from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "hubung.opendata"
    label = "opendata"
