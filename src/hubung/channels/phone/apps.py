from django.apps import AppConfig


class PhoneConfig(AppConfig):
    name = "hubung.channels.phone"
    label = "phone"

    def ready(self) -> None:
        from hubung.channels.phone import spoken
        from hubung.telephony.calls import answers

        answers.answered_by(status=spoken.case_status, agent=spoken.known_agent)
