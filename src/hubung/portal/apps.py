from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "hubung.portal"
    label = "portal"
