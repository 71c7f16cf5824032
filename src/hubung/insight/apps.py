from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "hubung.insight"
    label = "insight"
