from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hubung.audit"
    label = "audit"

    def ready(self) -> None:
        from hubung.audit import signals  # noqa: F401 - connects its receivers
