from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "hubung.disclosure.register"
    label = "information_register"
