"""One account for whoever wants one: reports, requests, mails and data, by a proven address."""

from __future__ import annotations

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "hubung.portal.members"
    label = "members"

    def ready(self) -> None:
        from hubung.portal.members import keeping  # noqa: F401 - registers
