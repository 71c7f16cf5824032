"""Steps of a history, each as likely as any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies as st


@dataclass(frozen=True)
class Step:
    """Something that may happen `when` a condition holds, with what Hypothesis gives it."""

    name: str
    when: Callable[[Any], bool]
    given: dict[str, st.SearchStrategy[Any]]


STEPS: list[Step] = []
_Method = TypeVar("_Method", bound=Callable[..., None])


def step(
    *, when: Callable[[Any], bool] = lambda _registry: True, **given: st.SearchStrategy[Any]
) -> Callable[[_Method], _Method]:
    """Not one `rule` each: Hypothesis leaves out most rules of an example, and few would meet."""

    def register(method: _Method) -> _Method:
        STEPS.append(Step(method.__name__, when, given))
        return method

    return register
