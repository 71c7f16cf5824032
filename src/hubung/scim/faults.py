"""What went wrong, as the protocol says it (RFC 7644, 3.12)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from pydantic import ValidationError
from scim2_models import (
    Error,
    ForbiddenException,
    InvalidValueException,
    SCIMException,
    UniquenessException,
)

from hubung.directory.accounts.services import ReasonMissingError
from hubung.directory.services import DirectoryError
from hubung.mail.services.errors import MailError


def unique(detail: str) -> SCIMException:
    return UniquenessException(detail=detail)


def value(detail: str) -> SCIMException:
    return InvalidValueException(detail=detail)


@contextmanager
def told() -> Iterator[None]:
    """Turn what our services refuse into the protocol's errors."""
    try:
        yield
    except PermissionDenied as error:
        raise ForbiddenException(detail=str(error) or _("This is not allowed.")) from error
    except (DirectoryError, MailError, ReasonMissingError) as error:
        raise InvalidValueException(detail=str(error)) from error


def error_of(problem: SCIMException | ValidationError) -> Error:
    """The body of the answer; of several mistakes the first."""
    if isinstance(problem, SCIMException):
        return problem.to_error()
    return Error.from_validation_error(problem.errors(include_url=False)[0])
