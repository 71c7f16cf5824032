"""What can go wrong with a formal request, in words for whoever tried."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hubung.cases.errors import CaseError, IncompleteError
from hubung.disclosure.requests.choices import Stage
from hubung.disclosure.requests.lifecycle import Step


class NotNowError(CaseError):
    """The stage of the request does not allow this step."""

    def __init__(self, step: Step, stage: Stage) -> None:
        self.step, self.stage = step, stage
        super().__init__(
            _("“%(step)s” is not possible now. The request is at: %(stage)s.")
            % {"step": step.label, "stage": stage.label}
        )


class TooLateError(CaseError):
    """The last day of a right has passed."""

    def __init__(self, step: Step, day: str) -> None:
        super().__init__(
            _("“%(step)s” was possible until %(day)s. You may send a new request at any time.")
            % {"step": step.label, "day": day}
        )


class NamesAskerError(IncompleteError):
    """What is to be offered to everybody says who asked."""

    def __init__(self, field: str, found: str) -> None:
        super().__init__(
            field,
            _("This names the asker (“%(found)s”). Take it out, or do not offer the reply.")
            % {"found": found},
        )


class FileNamesAskerError(IncompleteError):
    """A file that is to be offered to everybody says who asked."""

    def __init__(self, name: str, found: str) -> None:
        super().__init__(
            "offer_files",
            _(
                "The file “%(name)s” names the asker (“%(found)s”). Black it out first, or offer "
                "the reply without its files."
            )
            % {"name": name, "found": found},
        )
