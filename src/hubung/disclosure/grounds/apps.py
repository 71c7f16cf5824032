from django.apps import AppConfig


class GroundsConfig(AppConfig):
    name = "hubung.disclosure.grounds"
    label = "grounds"
