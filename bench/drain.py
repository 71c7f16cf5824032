"""Stored mails become cases: fills the inbox of an installation, then lets its worker work.

A few mails go first, so that what a process loads once is not counted.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterator
from typing import Any

import django

from bench import samples
from bench.measure import Stopwatch

WARM_UP = 20
#: What the doors have written before the measured time begins.
BEFOREHAND = ("email_rawmessage", "email_inboundmessage")


def fill(count: int, *, attachment: bool, seed: int) -> None:
    """Put mails into the inbox as the doors do."""
    from hubung.channels.email.models import Door
    from hubung.channels.email.writer import Incoming, store

    waiting = (
        Incoming(
            raw=mail,
            sender="warga@contoh.example",
            recipients=(samples.CASE_ADDRESS,),
            peer="127.0.0.1",
            door=Door.SMTP,
        )
        for mail in samples.mails(count, attachment=attachment, seed=seed)
    )
    for batch in _batches(waiting, 100):
        store(batch)


def work(count: int, *, attachment: bool) -> dict[str, Any]:
    """Time everything that the worker has to do until nothing is pending."""
    from hubung.cases.models import Attachment, Case
    from hubung.channels.email.models import InboundMessage, OutboundMessage
    from hubung.kernel import tasks

    tasks.load_tasks()
    # Of another seed, so that nothing of what is measured is a duplicate.
    fill(WARM_UP, attachment=attachment, seed=0)
    tasks.run_until_idle()
    before = Case.objects.count()
    fill(count, attachment=attachment, seed=151)
    with Stopwatch() as watch:
        tasks.run_until_idle()
    return {
        "made": Case.objects.count() - before,
        "attachments": Attachment.objects.count(),
        "notices": OutboundMessage.objects.filter(case__isnull=False).count(),
        "held": InboundMessage.objects.filter(state="held").count(),
        "seconds": watch.seconds,
        "cpu_seconds": watch.cpu_seconds,
    }


def _batches(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(items, size)):
        yield batch


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("count", type=int)
    options.add_argument("--attachment", action="store_true")
    chosen = options.parse_args()
    django.setup()
    print(json.dumps(work(chosen.count, attachment=chosen.attachment)))


if __name__ == "__main__":
    main()
