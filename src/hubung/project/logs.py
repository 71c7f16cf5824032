"""What the program tells about itself: structlog over the standard library's logging.

Records carry ids (request, case, message), never names, addresses, texts or codes of people. That
does not rest on the care of whoever writes a log call: of any record only the sentence itself and
the numbers in it are told, with the plain `extra=` fields of our own calls; of an exception its
kind and place (`kernel.faults`). No access log writes paths or query strings.
"""

from __future__ import annotations

import logging.config
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from hubung.kernel.faults import describe, traced

OURS = "hubung."
#: They speak of machines only: which database or port could not be reached.
OF_MACHINES = ("psycopg.pool", "uvicorn.error")
#: They write what they were given into the sentence itself.
TALKATIVE = ("django.security", "asyncio", "PIL")
#: How many of the first words in a sentence are the library's own.
OWN_WORDS = {"django.request": 1}  # as “Internal Server Error”; the address comes after it
_LEFT_OUT = "…"
_add_extra = structlog.stdlib.ExtraAdder()


def configure(options: dict[str, Any]) -> None:
    """Set up logging. Django calls this with its `LOGGING`: our settings' `format` and `level`."""
    as_json = options["format"] == "json" or (
        options["format"] == "auto" and not sys.stderr.isatty()
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _own_extra,
        _told,
        _traced,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = (
        [structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    level = options["level"].upper()
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structlog": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "pass_foreign_args": True,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *last,
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structlog"}},
            # Below a warning, others tell what they are given.
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "hubung": {"level": level},
                # Said better, and without paths, by `project.middleware`.
                "uvicorn.access": {"level": "ERROR"},
                "django.request": {"level": "ERROR"},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _own_extra(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """The fields of our own calls, as far as they are plain; others hand over whole objects."""
    if not event["logger"].startswith(OURS):
        return event
    before = set(event)
    event = _add_extra(logger, name, event)
    for field in set(event) - before:
        if not isinstance(event[field], str | int | float | None):
            del event[field]
    return event


def _told(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    record: logging.LogRecord | None = event.get("_record")
    values = event.pop("positional_args", ())
    if record is not None:
        event["event"] = _sentence(record, values)
    return event


def _sentence(record: logging.LogRecord, values: Any) -> str:
    """What a record says, without the words that were put into it."""
    if not isinstance(record.msg, str):
        return describe(record.msg) if isinstance(record.msg, BaseException) else record.name
    if record.name.startswith(TALKATIVE):
        return f"{record.name} ({record.funcName})"
    if not values:
        return record.msg
    if record.name in OF_MACHINES:
        return str(record.msg % values)
    own = OWN_WORDS.get(record.name, 0)
    bare = (
        {key: _bare(value) for key, value in values.items()}
        if isinstance(values, Mapping)
        else (*values[:own], *(_bare(value) for value in values[own:]))
    )
    try:
        return record.msg % bare
    except (TypeError, ValueError, KeyError):
        return record.msg


def _bare(value: object) -> object:
    return value if isinstance(value, int | float) else _LEFT_OUT


def _traced(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        event["exception"] = traced(found)
    elif isinstance(found, tuple) and found[1] is not None:
        event["exception"] = traced(found[1], found[2])
    return event
