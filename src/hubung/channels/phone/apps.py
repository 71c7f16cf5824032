from django.apps import AppConfig


class PhoneConfig(AppConfig):
    name = "hubung.channels.phone"
    label = "phone"
