from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "hubung.open311"
    label = "open311"
