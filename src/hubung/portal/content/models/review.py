"""The one step of the review: an information officer of the unit reads and publishes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from hubung.directory.models import Person
from hubung.portal.content import policies


class OfficerReview(Task):
    """Whoever may publish the page may approve it; there is no list of people to be kept."""

    class Meta:
        verbose_name = _("review by the information officer")

    def user_can_access_editor(self, obj: Page, user: Person) -> bool:
        return policies.may_publish(user, obj)

    def locked_for_user(self, obj: Page, user: Person) -> bool:
        return not policies.may_publish(user, obj)

    def user_can_lock(self, obj: Page, user: Person) -> bool:
        return policies.may_publish(user, obj)

    def get_actions(self, obj: Page, user: Person) -> list[tuple[str, Any, bool]]:
        if not policies.may_publish(user, obj):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Person, **_kwargs: Any) -> QuerySet[Any]:
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        mine = [
            state.pk
            for state in waiting.select_related("revision")
            if policies.may_publish(user, state.revision.as_object())
        ]
        return waiting.filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> Any:
        return _("An information officer of the page's unit, or of one above it, approves.")
