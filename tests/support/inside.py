"""What a test asks of an installation from the inside: one process of its own for a whole test.

    if __name__ == "__main__":
        answer(ministry, numbers)        # at the end of a module that holds these functions

`Program.ask` starts the module with the installation's environment, so it uses its settings, its
database and its key. A question is a line `["numbers", {arguments}]` of JSON, its answer one, too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from django.db import connections

from hubung.project import parts


def answer(*functions: Callable[..., Any]) -> None:
    """Answer until nobody asks any more."""
    parts.set_up()
    known = {function.__name__: function for function in functions}
    for line in sys.stdin:
        name, arguments = json.loads(line)
        print(json.dumps(known[name](**arguments)), flush=True)
        _let_go()


def _let_go() -> None:
    """The database may be locked, stopped or thrown away before the next question."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]
