from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "hubung.channels.email"
    label = "email"
