from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "hubung.portal.information"
    label = "information"
