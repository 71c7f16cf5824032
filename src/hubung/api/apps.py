from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hubung.api"
    label = "api"
