"""In our installation: agents with telephones, callers' prompts, recordings.

python -m bench.phone.people hire 150     # passwords by line
python -m bench.phone.people sit          # refusals of those who could not
python -m bench.phone.people recorded 120 # how many of them have both tones
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

PATIENCE_SECONDS = 180.0
#: Samples of a prompt that nobody waits for.
PAUSE = 400


def hire(count: int) -> dict[str, str]:
    """Agents for everything, each with a telephone on their desk; and prompts without a word."""
    from hubung.directory.models import Grant, Person, Role, Unit
    from hubung.telephony.models import PromptWording
    from hubung.telephony.prompts import pcm
    from hubung.telephony.prompts.wording import wordings
    from hubung.telephony.services import desk_phones

    unit = Unit.objects.get(parent=None)
    by = Person.objects.create(name="Administrator", email="bench@dephub.go.id")
    Grant.objects.create(person=by, role=Role.ADMINISTRATOR, unit=unit)
    passwords = {}
    for number in range(count):
        person = Person.objects.create(
            name=f"Agen {number}", email=f"agen-{number}@dephub.go.id", unit=unit
        )
        Grant.objects.create(person=person, role=Role.TIER1_AGENT, unit=unit)
        password = desk_phones.give(by=by, person=person)
        passwords[f"desk-{person.pk}"] = password
    pause = pcm.write([0.0] * PAUSE)
    PromptWording.objects.bulk_create(
        PromptWording(
            key=key, language=language, text=one.text, recording=pause, changed_by_id=by.pk
        )
        for (key, language), one in wordings().items()
    )
    return passwords


def sit(_none: int = 0) -> dict[str, str]:
    """All of them take calls; returns when the phone program has heard it."""
    from hubung.telephony.models import DeskCommand, DeskPhone
    from hubung.telephony.services import commands

    wishes = [
        commands.ask(person=phone.person, kind=commands.Kind.READY, telephone="desk").pk
        for phone in DeskPhone.objects.select_related("person")
    ]
    asked = DeskCommand.objects.filter(pk__in=wishes)
    _until(lambda: not asked.filter(settled_at__isnull=True).exists())
    return {
        str(pk): refusal for pk, refusal in asked.exclude(refusal="").values_list("pk", "refusal")
    }


def recorded(count: int) -> int:
    """Recordings with both tones, once so many are kept."""
    from bench.phone import hearing
    from hubung.telephony.models import Recording
    from hubung.telephony.recordings import keeping, sound

    _until(lambda: Recording.objects.count() >= count)
    return sum(
        hearing.has_both(b"".join(keeping.read(one))[sound.HEADER_BYTES :])
        for one in Recording.objects.all()
    )


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.2)


def main() -> None:
    django.setup()
    name, *numbers = sys.argv[1:]
    functions: dict[str, Callable[..., Any]] = {"hire": hire, "sit": sit, "recorded": recorded}
    print(json.dumps(functions[name](*map(int, numbers))))


if __name__ == "__main__":
    main()
