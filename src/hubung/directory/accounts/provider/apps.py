from django.apps import AppConfig


class SignOnConfig(AppConfig):
    name = "hubung.directory.accounts.provider"
    label = "sign_on"

    def ready(self) -> None:
        from hubung.directory.accounts.provider import signals  # noqa: F401 - connects its receivers
