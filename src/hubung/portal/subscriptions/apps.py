"""Mails about new pages of the portal, for whoever asked for them."""

from __future__ import annotations

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "hubung.portal.subscriptions"
    label = "subscriptions"

    def ready(self) -> None:
        from hubung.portal.subscriptions import keeping  # noqa: F401 - registers
