"""Which push services we speak to.

A browser tells us the address of its service, so anybody may tell us any: only the hosts that the
settings name are asked, and they only where `kernel.outbound` would go.
"""

from __future__ import annotations

from django.conf import settings

from hubung.kernel import outbound
from hubung.kernel.outbound import ForbiddenTargetError, Target


def parse(endpoint: str) -> Target:
    """Raises ForbiddenTargetError for what is no address at a service that we know."""
    push = settings.HUBUNG.push
    target = outbound.parse(endpoint, push.networks)
    if not any(
        target.host == name or (name.startswith(".") and target.host.endswith(name))
        for name in push.services
    ):
        raise ForbiddenTargetError("no push service that the settings name")
    return target


def resolve(target: Target) -> str:
    """The address to connect to. Raises ForbiddenTargetError, and OSError when there is none."""
    return outbound.resolve(target, settings.HUBUNG.push.networks)
