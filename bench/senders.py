"""SMTP clients in a process of their own: a few connections, each mail after its 250."""

from __future__ import annotations

import argparse
import itertools
import json
import smtplib
import threading
from collections.abc import Sequence
from typing import Any

from bench import samples
from bench.measure import Stopwatch, percentile

WARM_UP = 40


def send(
    port: int,
    mails: Sequence[bytes],
    connections: int,
    recipients: Sequence[str] = (samples.CASE_ADDRESS,),
) -> tuple[float, list[float]]:
    """Send all, to one recipient after the other; wall seconds, and the milliseconds from MAIL to
    250 of each mail.

    Raises smtplib.SMTPException when one is not accepted.
    """
    waiting = zip(mails, itertools.cycle(recipients), strict=False)
    lock = threading.Lock()
    taken: list[float] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
                client.ehlo("pengirim.contoh.example")
                while True:
                    with lock:
                        mail, recipient = next(waiting, (None, ""))
                    if mail is None:
                        return
                    with Stopwatch() as watch:
                        client.sendmail("warga@contoh.example", recipient, mail)
                    taken.append(watch.seconds * 1000)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(connections)]
    with Stopwatch() as watch:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if failed:
        raise failed[0]
    return watch.seconds, taken


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("port", type=int)
    options.add_argument("count", type=int)
    options.add_argument("--attachment", action="store_true")
    options.add_argument("--connections", type=int, default=8)
    chosen = options.parse_args()
    mails = list(samples.mails(chosen.count + WARM_UP, attachment=chosen.attachment))
    send(chosen.port, mails[:WARM_UP], chosen.connections)
    seconds, taken = send(chosen.port, mails[WARM_UP:], chosen.connections)
    result: dict[str, Any] = {
        "accepted": len(taken),
        "seconds": seconds,
        "p50": percentile(taken, 0.5),
        "p95": percentile(taken, 0.95),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
