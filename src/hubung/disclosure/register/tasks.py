"""What the worker does for the register."""

from __future__ import annotations

from hubung.disclosure.register.services import tell_of_ends
from hubung.kernel.tasks import drain

drain(tell_of_ends)
