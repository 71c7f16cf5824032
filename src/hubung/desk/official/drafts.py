"""An official's answer as typed so far, begun from what tier 2 has prepared."""

from __future__ import annotations

from hubung.cases.models import Case, Draft
from hubung.directory.models import Person
from hubung.kernel import clock

KIND = "answer"


def starting_draft(case: Case, official: Person) -> Draft | None:
    """Their own draft, else the youngest that somebody else has left, else None."""
    drafts = Draft.objects.filter(case=case, kind=KIND).select_related("person")
    own = drafts.filter(person=official).first()
    return own or drafts.exclude(text="").order_by("-updated_at", "-pk").first()


def keep_draft(case: Case, official: Person, text: str) -> None:
    """Keep the text as it stands; an emptied answer stays empty."""
    Draft.objects.update_or_create(
        case=case,
        person=official,
        kind=KIND,
        defaults={"text": text, "updated_at": clock.now()},
    )
