"""What only provisioning knows of a person or a group; a row is there once there is something."""

from __future__ import annotations

from django.db import models

from hubung.directory.models import Person
from hubung.mail.models import Group

EXTERNAL_ID_LENGTH = 255


class UserMark(models.Model):
    """Beside a person: what the provisioning program calls them, and whether it took them away."""

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="scim_mark"
    )
    external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH, blank=True, db_index=True)
    bare_name = models.BooleanField(
        default=False, help_text="Its program writes the user name without the main domain."
    )
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it is hidden, as long as it is not active."
    )

    def __str__(self) -> str:
        return f"person {self.person_id}"


class GroupMark(models.Model):
    """Beside a mail group: what the provisioning program calls it."""

    group = models.OneToOneField(Group, models.CASCADE, primary_key=True, related_name="scim_mark")
    external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"group {self.group_id}"
