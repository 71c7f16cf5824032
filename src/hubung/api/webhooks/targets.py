"""Where a webhook may go: as `kernel.outbound` says, and to the networks that the settings open."""

from __future__ import annotations

from django.conf import settings

from hubung.kernel import outbound
from hubung.kernel.outbound import LONGEST, ForbiddenTargetError, Target

__all__ = ["LONGEST", "ForbiddenTargetError", "Target", "parse", "resolve"]


def parse(url: str) -> Target:
    """Raises ForbiddenTargetError for what is no plain https address."""
    return outbound.parse(url, settings.HUBUNG.api.webhook_networks)


def resolve(target: Target) -> str:
    """The address to connect to. Raises ForbiddenTargetError, and OSError when there is none."""
    return outbound.resolve(target, settings.HUBUNG.api.webhook_networks)
