from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "hubung.disclosure.requests"
    label = "information_requests"
