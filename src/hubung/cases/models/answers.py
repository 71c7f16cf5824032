"""What goes between the ministry and the reporter: files, answers, a rating."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hubung.cases.choices import Outcome
from hubung.cases.models.case import Case
from hubung.directory.models import Person, Post
from hubung.kernel import clock

#: At this tier an official answers under their own name; below it, a unit speaks.
OFFICIALS_TIER = 3


class Attachment(models.Model):
    """A file that came with a case or went out with an answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    entry_seq = models.PositiveIntegerField(help_text="The timeline entry it came with.")
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Names the stored bytes.")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, help_text="Found by content.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    public = models.BooleanField(default=True, help_text="The reporter may see it.")
    problem = models.CharField(max_length=200, blank=True)
    sealed = models.CharField(
        max_length=64,
        blank=True,
        db_default="",
        db_index=True,
        help_text="Names the sealed original; empty when the file is what came.",
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def withheld(self) -> bool:
        """Whether nobody may see it: it could tell who sent it, so only the sealed box is kept."""
        return bool(self.sealed) and self.sha256 == self.sealed


class Answer(models.Model):
    """A public answer, under the name of whoever gave it, as they were then."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    text = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    tier = models.PositiveSmallIntegerField()
    author = models.ForeignKey(Person, models.PROTECT, related_name="answers")
    author_name = models.CharField(max_length=150)
    author_post = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200)
    promise = models.CharField(max_length=200, blank=True, help_text="What will still be done.")
    promised_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case}: {self.author_name}"

    @property
    def in_person(self) -> bool:
        """Whether the reporter is told who answered, and not only which unit."""
        return self.tier == OFFICIALS_TIER


class Rating(models.Model):
    """The reporter's word on the service, 1 (bad) to 4 (very good)."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="score_1_to_4", condition=Q(score__gte=1, score__lte=4))
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.score}"


def post_title(person: Person) -> str:
    """What stands under an official's name."""
    post: Post | None = person.post
    if post is not None:
        return post.title
    return person.title or (str(person.unit) if person.unit else "")
