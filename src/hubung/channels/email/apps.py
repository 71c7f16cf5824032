"""The mail door: receivers, intake, outbox and the notices to reporters."""

from __future__ import annotations

from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "hubung.channels.email"
    label = "email"
    verbose_name = "E-mail"
