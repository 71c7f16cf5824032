"""What a page of staff shows of the telephone, without asking for it.

The frame of those pages stands in `ui`, which knows nothing of telephones: it has a place for what
is printed here.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hubung.desk.live import newest_event
from hubung.desk.phone import calling, socket, state, words
from hubung.desk.phone.policies import answers_calls
from hubung.directory.accounts.access import Standing, standing
from hubung.directory.models import Person


def telephone(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `telephone_bar`, made when a page prints it."""
    return {"telephone_bar": partial(_bar, request)}


def _bar(request: HttpRequest) -> SafeString:
    """The bar, for those who answer calls, once all opens to them; nothing for everybody else."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or not answers_calls(person):
        return SafeString()
    if standing(request) is not Standing.COMPLETE:
        return SafeString()
    shown = {
        **calling.shown(state.of(person)),
        "socket": socket.PATH,
        "newest_event": newest_event(),
        "words": json.dumps(words.spoken()),
    }
    return render_to_string("desk/phone/phone.html", shown, request)
