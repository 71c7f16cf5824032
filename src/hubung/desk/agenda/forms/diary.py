"""A post gets an agenda."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from hubung.desk.agenda.forms.fields import PostField
from hubung.desk.setup.forms.fields import day_field
from hubung.directory.models import Person, Post
from hubung.directory.queries import unit_ids
from hubung.disclosure.agenda.policies import OPENERS


class DiaryForm(forms.Form):
    """Which post, from which day on."""

    post = PostField(
        label=gettext_lazy("Post"),
        queryset=Post.objects.none(),
        empty_label=gettext_lazy("Choose …"),
        error_messages={"required": gettext_lazy("Choose a post.")},
    )
    begins_on = day_field(
        gettext_lazy("Starts"), gettext_lazy("Working days without a word count from here on.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PostField, self.fields["post"]).queryset = (
            Post.objects.filter(unit__in=unit_ids(person, *OPENERS))
            .exclude(diary__ends_on__isnull=True, diary__isnull=False)
            .select_related("unit")
            .order_by("unit__path", "-heads_unit", "title")
        )
