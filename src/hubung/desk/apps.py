from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "hubung.desk"
    label = "desk"
