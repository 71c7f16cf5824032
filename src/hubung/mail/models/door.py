"""Addresses that the program itself answers."""

from __future__ import annotations

from django.db import models


class Door(models.Model):
    """Mail to a case address goes to the program's own LMTP door; from the settings."""

    address = models.CharField(max_length=254, unique=True, help_text="Lower case.")
    transport = models.CharField(max_length=254, help_text="As `lmtp:inet:127.0.0.1:2424`.")

    class Meta:
        db_table = "mail_transport"

    def __str__(self) -> str:
        return f"{self.address} → {self.transport}"
