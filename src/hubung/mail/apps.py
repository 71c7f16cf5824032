from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class MailConfig(AppConfig):
    name = "hubung.mail"
    label = "mail"

    def ready(self) -> None:
        from hubung.mail import claims, sight  # noqa: F401 - the first tells of the mailbox

        pre_migrate.connect(sight.close, sender=self)
        post_migrate.connect(sight.open_again, sender=self)
