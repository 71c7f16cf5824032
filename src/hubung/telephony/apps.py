from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "hubung.telephony"
    label = "telephony"
