"""Mail programs that sign in with their app passwords, a few at a time: IMAP, each anew."""

from __future__ import annotations

import argparse
import json
import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.measure import Stopwatch, percentile


def sign_in(port: int, login: str, secret: str) -> None:
    """In the clear, as at an inner network: TLS costs the same whatever is looked up.

    Raises RuntimeError when it is refused.
    """
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        lines = connection.makefile("rb")
        lines.readline()
        connection.sendall(f'a LOGIN "{login}" "{secret}"\r\nb LOGOUT\r\n'.encode())
        said = next(line for line in lines if line.startswith(b"a "))
        if not said.startswith(b"a OK"):
            raise RuntimeError(f"{login}: {said.decode(errors='replace')}")
        for _rest in lines:
            pass


def sign_in_all(
    port: int, keys: Sequence[tuple[str, str]], connections: int
) -> tuple[float, list[float]]:
    """Wall seconds, and the milliseconds of each."""
    waiting: Iterator[tuple[str, str]] = iter(keys)
    lock = threading.Lock()
    taken: list[float] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            while True:
                with lock:
                    key = next(waiting, None)
                if key is None:
                    return
                with Stopwatch() as watch:
                    sign_in(port, *key)
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
    options.add_argument("keys", type=Path)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--connections", type=int, default=8)
    chosen = options.parse_args()
    keys = [tuple(line.split()) for line in chosen.keys.read_text().splitlines()]
    seconds, taken = sign_in_all(chosen.port, keys * chosen.rounds, chosen.connections)
    print(
        json.dumps(
            {
                "count": len(taken),
                "seconds": seconds,
                "p50": percentile(taken, 0.5),
                "p95": percentile(taken, 0.95),
            }
        )
    )


if __name__ == "__main__":
    main()
