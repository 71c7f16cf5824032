"""What the program tells about itself: structlog over the standard library's logging.

Records carry ids (request, case, message), never names, addresses, texts or codes of people; so
no access log writes paths or query strings, and `extra=` fields are the only context.
"""

from __future__ import annotations

import logging.config
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

#: `extra` fields of other people's log calls that hold objects or personal data.
UNWANTED = ("request", "server_time", "status_code", "sql", "params", "alias")
# The values of local variables are texts and addresses of people.
_traceback_without_values = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


def configure(options: dict[str, Any]) -> None:
    """Set up logging. Django calls this with its `LOGGING`: our settings' `format` and `level`."""
    as_json = options["format"] == "json" or (
        options["format"] == "auto" and not sys.stderr.isatty()
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _without_unwanted,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = (
        [_traceback_without_values, structlog.processors.JSONRenderer()]
        if as_json
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
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
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *last,
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structlog"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                # Said better, and without paths, by `project.middleware`.
                "uvicorn": {"level": "WARNING"},
                "uvicorn.access": {"level": "ERROR"},
                "django.request": {"level": "ERROR"},
                "mail.log": {"level": "WARNING"},
                "asyncio": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _without_unwanted(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    for name in UNWANTED:
        event.pop(name, None)
    return event
