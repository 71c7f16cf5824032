from django.apps import AppConfig


class RedactionConfig(AppConfig):
    name = "hubung.disclosure.redaction"
    label = "redaction"
