from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class MailConfig(AppConfig):
    name = "hubung.mail"
    label = "mail"

    def ready(self) -> None:
        from hubung.mail import sight

        pre_migrate.connect(sight.close, sender=self)
        post_migrate.connect(sight.open_again, sender=self)
