from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hubung.api"
    label = "api"

    def ready(self) -> None:
        from hubung.api import retention  # noqa: F401 - registers its schedules
