"""What the worker does for the agendas."""

from __future__ import annotations

from hubung.disclosure.agenda.services import tell_of_ends
from hubung.kernel.tasks import drain

drain(tell_of_ends)
