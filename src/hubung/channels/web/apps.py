from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hubung.channels.web"
    label = "web"
