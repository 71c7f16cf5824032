"""What the worker does for the agendas."""

from __future__ import annotations

from hubung.disclosure.agenda.services import read_next, tell_of_ends
from hubung.kernel.tasks import drain

drain(tell_of_ends)
drain(read_next)
