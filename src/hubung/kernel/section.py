"""A part of the settings, such as `[mail]`: frozen, and closed to names that it does not know."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Base of every section; its docstring is the section's title in the reference."""

    model_config = ConfigDict(frozen=True, extra="forbid")
