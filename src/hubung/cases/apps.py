from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "hubung.cases"
    label = "cases"
