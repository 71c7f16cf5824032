from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "hubung.portal.content"
    label = "content"

    def ready(self) -> None:
        from hubung.portal.content import signals  # noqa: F401 - registers
