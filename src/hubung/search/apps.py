from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "hubung.search"
    label = "search"
