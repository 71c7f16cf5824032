"""Our queue beside the engine's own: `hubung bench phone`.

The same callers (SIPp) come to the same agents' telephones (SIPp too) on the same engine, first by
Asterisk's `app_queue` from a short dialplan, then by `hubung serve`. What counts is told by the
engine itself: when both lines of a call have entered one bridge.

For the figures of docs/reference/figures.md, on a machine with nothing else to do:

    hubung bench phone --calls 10000
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence

import click

from bench import installation, memory
from bench.installation import Database, say
from bench.phone import load
from bench.phone.bridges import Outcome
from bench.phone.halls import Hall, app_queue, hubung
from bench.report import Report

#: Of a caller's talk in the steps; the agents hang up.
TALK_SECONDS = 1.0
#: Of a talk among many at once, longer than it takes until all of them talk.
LONG_TALK_SECONDS = 30.0
BUILD_UP_PER_SECOND = 10
MEMORY_PER_SECOND = 10
MEMORY_STEP = 500
HALLS = {"app_queue": app_queue, "Hubung": hubung}


def run(
    database: Database,
    *,
    rates: Sequence[int],
    seconds: int,
    agents: int,
    at_once: int,
    calls: int,
    minutes: int,
) -> list[Report]:
    """`rates` are calls a second, each offered for `seconds`, upwards until one is not clean.

    `calls` are offered for the memory, unless that takes longer than `minutes`.
    """
    if not shutil.which("sipp"):
        raise click.ClickException("SIPp is missing: apt-get install sip-tester")
    return [
        *([_steps(database, rates, seconds, agents)] if rates else []),
        *([_at_once(database, at_once)] if at_once else []),
        *([_memory(database, calls, agents, minutes)] if calls else []),
    ]


def _steps(database: Database, rates: Sequence[int], seconds: int, agents: int) -> Report:
    report = Report(
        "Calls a second",
        {
            "queue": "queue",
            "rate": "calls/s",
            "offered": "offered",
            "bridged": "bridged",
            "heard": "of them heard",
            "p50_ms": "p50 ms",
            "p95_ms": "p95 ms",
            "engine_ms": "engine CPU ms",
            "program_ms": "program CPU ms",
            "rest_ms": "other parts ms",
            "clean": "clean",
        },
        [
            f"{agents} agents who answer at once and talk {TALK_SECONDS:.0f} s; callers press two "
            f"keys. Each rate for {seconds} s, upwards until a step is not clean.",
            "Clean: every offered call was bridged, as the engine tells of the lines that enter "
            "a bridge, and of each call that was looked at, both lines had sound both ways.",
            "p50, p95: from the last key to the bridge. The key lasts 100 ms, which our menu hears "
            "out and app_queue's dialplan does not. CPU is per call, what idles included.",
            f"Not recorded. `hubung serve` on {installation.label(database)}: program is the part "
            "that leads calls, other parts are web server, worker, mail doors. SIPp runs beside.",
            "Aim: 0.95 of app_queue's highest clean rate, p95 under 250 ms.",
        ],
    )
    for name, opened in HALLS.items():
        with opened(database, agents) as hall, load.answering(hall, TALK_SECONDS):
            for rate in rates:
                say(f"{name}: {rate} calls/s …")
                found = load.offer(hall, rate=rate, count=rate * seconds, patience=15)
                report.add(queue=name, rate=rate, **_row(found), clean=_yes(found.is_clean))
                if not found.is_clean:
                    break
    return report


def _at_once(database: Database, count: int) -> Report:
    report = Report(
        "Recorded calls at once",
        {
            "queue": "queue",
            "offered": "offered",
            "bridged": "bridged",
            "together": "at once",
            "p50_ms": "p50 ms",
            "p95_ms": "p95 ms",
            "engine_ms": "engine CPU ms",
            "program_ms": "program CPU ms",
            "rest_ms": "other parts ms",
            "recorded": "both on the recording",
        },
        [
            f"{count} calls, {BUILD_UP_PER_SECOND} a second, each {LONG_TALK_SECONDS:.0f} s with "
            "sound both ways, recorded by MixMonitor in two channels.",
            "The last column counts recordings on which the caller's tone is left and the agent's "
            "right. CPU is per call, until a second after the last one.",
        ],
    )
    for name, opened in HALLS.items():
        with (
            opened(database, count + 5, recording=True) as hall,
            load.answering(hall, LONG_TALK_SECONDS),
        ):
            say(f"{name}: {count} calls at once …")
            found = load.offer(
                hall, rate=BUILD_UP_PER_SECOND, count=count, patience=LONG_TALK_SECONDS + 30
            )
            row = _row(found)
            del row["heard"]
            recorded = hall.recorded(count)
            report.add(queue=name, together=found.together, **row, recorded=recorded)
    return report


def _memory(database: Database, calls: int, agents: int, minutes: int) -> Report:
    report = Report(
        "Memory after calls",
        {
            "calls": "calls",
            "bridged": "bridged",
            "engine_mib": "engine PSS MiB",
            "program_mib": "program PSS MiB",
        },
        [
            f"`hubung serve` on {installation.label(database)}, {MEMORY_PER_SECOND} calls a "
            f"second of {TALK_SECONDS:.0f} s, recorded.",
            "Aim: flat.",
        ],
    )
    with (
        hubung(database, agents, recording=True) as hall,
        load.answering(hall, TALK_SECONDS),
    ):
        done = bridged = 0
        _tell_memory(report, hall, 0, 0)
        until = time.monotonic() + minutes * 60
        while done < calls and time.monotonic() < until:
            count = min(MEMORY_STEP, calls - done)
            say(f"Memory: up to {done + count} calls …")
            found = load.offer(hall, rate=MEMORY_PER_SECOND, count=count, patience=15)
            done, bridged = done + count, bridged + found.bridged
            _tell_memory(report, hall, done, bridged)
    return report


def _tell_memory(report: Report, hall: Hall, calls: int, bridged: int) -> None:
    engine, _rss = memory.of_process(hall.engine)
    program = memory.of_process(hall.program)[0] if hall.program else None
    report.add(calls=calls, bridged=bridged, engine_mib=engine, program_mib=program)


def _row(found: Outcome) -> dict[str, int | float | str | None]:
    return {
        "offered": found.offered,
        "bridged": found.bridged,
        "heard": f"{found.heard} of {found.looked_at}",
        "p50_ms": found.percentile_ms(0.5),
        "p95_ms": found.percentile_ms(0.95),
        "engine_ms": found.cpu_ms_each["engine"],
        "program_ms": found.cpu_ms_each.get("program"),
        "rest_ms": found.cpu_ms_each.get("rest"),
    }


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"
