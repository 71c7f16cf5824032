"""Puts the units and the named staff of the demonstration into an installation."""

from __future__ import annotations

import json

import django


def main() -> None:
    django.setup()
    from hubung.demo import load
    from hubung.directory.models import Person, Unit

    load.load_units()
    load.load_staff()
    print(json.dumps({"units": Unit.objects.count(), "people": Person.objects.count()}))


if __name__ == "__main__":
    main()
