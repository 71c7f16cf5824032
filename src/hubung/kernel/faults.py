"""What an exception may say in a log: never the values that it fell over.

The words of an exception are mostly somebody's: a database quotes the row, a parser the text, a
mail server the address. What helps to mend it is its kind, where it arose, and the number that a
database or system has for it.
"""

from __future__ import annotations

import traceback
from types import TracebackType

#: Their words are about the program, not about what it works with.
_OF_THE_PROGRAM = (ImportError, NameError, AttributeError, NotImplementedError, RecursionError)


class SpokenError(Exception):
    """One whose words are for the people who run the program, and hold nothing of anybody else."""


def describe(error: BaseException) -> str:
    """The kind of an exception, and as much more as is nobody's business but the program's."""
    kind = type(error)
    name = (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )
    detail = _detail(error)
    return f"{name} ({detail})" if detail else name


def traced(error: BaseException, trace: TracebackType | None = None) -> str:
    """As Python prints it, causes first, but each exception only described."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.format_tb(trace if current is error and trace else current.__traceback__)
        inner = ""
        if isinstance(current, BaseExceptionGroup):
            inner = "".join(
                f"\n  | {line}" for each in current.exceptions for line in traced(each).splitlines()
            )
        parts.append("".join(frames) + describe(current) + inner)
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\n\n".join(reversed(parts))


def _detail(error: BaseException) -> str:
    if isinstance(error, SpokenError):
        return str(error)
    if isinstance(error, OSError):
        return error.strerror or ""
    if isinstance(error, _OF_THE_PROGRAM):
        return str(error)
    # Django wraps what the database driver raised.
    said = error.__cause__ or error
    numbers = ("sqlstate", "sqlite_errorname", "smtp_code")
    return " ".join(str(found) for name in numbers if (found := getattr(said, name, None)))
