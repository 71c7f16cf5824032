"""What came back to a program that called one of ours, for tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse


@dataclass(frozen=True)
class Answer:
    response: HttpResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def json(self) -> Any:
        return json.loads(self.response.content)
