from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hubung.directory.accounts"
    label = "accounts"

    def ready(self) -> None:
        from hubung.directory.accounts import signals  # noqa: F401 - connects its receivers
