"""What a case's timeline says of a call: the facts of its entry, from which the pages make words.

    {"call": 7, "began": ISO, "ended": ISO, "cause": "caller", "waited": 40, "held": 0,
     "talks": [[person id, ISO, seconds], …], "recorded": true}

Times are seconds. The caller's number is no part of it: an entry can never be taken back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hubung.telephony.models import Call
from hubung.telephony.way import What, way_of


def facts_of(call: Call, now: datetime) -> dict[str, Any]:
    """The entry's data; of a call that is over."""
    way = way_of(call, call.facts.all())
    return {
        "call": call.pk,
        "began": call.began_at.isoformat(timespec="seconds"),
        "ended": call.ended_at.isoformat(timespec="seconds") if call.ended_at else None,
        "cause": call.cause,
        "waited": round(way.spent(What.QUEUE, now).total_seconds()),
        "held": round(way.spent(What.HOLD, now).total_seconds()),
        "talks": [
            [person, step.began.isoformat(timespec="seconds"), step.seconds(now)]
            for step in way.steps
            if step.what is What.TALK
            for person in step.people
        ],
        "message": call.cause == "voicemail",
        "recorded": way.recorded,
    }
