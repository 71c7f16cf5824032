"""Gives the filter what it compiled of its rules for an earlier test, where there was one."""

from __future__ import annotations

import json

import django


def main() -> None:
    django.setup()
    from tests.support.mail_system import PATTERNS, lend_patterns

    from hubung.mail.daemons import place

    lend_patterns(place.here())
    print(json.dumps({"lent": PATTERNS.exists()}))


if __name__ == "__main__":
    main()
