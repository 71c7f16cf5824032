from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "hubung.privacy"
    label = "privacy"

    def ready(self) -> None:
        from hubung.privacy.retention import schedules  # noqa: F401 - registers them
