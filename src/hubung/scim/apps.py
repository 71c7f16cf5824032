from django.apps import AppConfig


class ScimConfig(AppConfig):
    name = "hubung.scim"
    label = "scim"
