"""Mail from outside to many mailboxes: seconds from the first until nothing waits any more."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from bench import samples, senders
from bench.measure import Stopwatch

WARM_UP = 100
_WAITS = ("maildrop", "incoming", "active", "deferred", "hold")


def waits(queue: Path) -> bool:
    """Whether Postfix has a message that is not delivered to everybody."""
    return any(path.is_file() for name in _WAITS for path in (queue / name).rglob("*"))


def flow(port: int, mails: list[bytes], recipients: list[str], queue: Path) -> float:
    with Stopwatch() as watch:
        senders.send(port, mails, 8, recipients)
        while waits(queue):
            time.sleep(0.05)
    return watch.seconds


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("port", type=int)
    options.add_argument("keys", type=Path)
    options.add_argument("queue", type=Path)
    options.add_argument("count", type=int)
    chosen = options.parse_args()
    recipients = [line.split()[0] for line in chosen.keys.read_text().splitlines()]
    mails = list(samples.mails(chosen.count + WARM_UP, attachment=False))
    flow(chosen.port, mails[:WARM_UP], recipients, chosen.queue)
    seconds = flow(chosen.port, mails[WARM_UP:], recipients, chosen.queue)
    print(json.dumps({"seconds": seconds, "per_second": chosen.count / seconds}))


if __name__ == "__main__":
    main()
