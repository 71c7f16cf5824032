"""Writes the engine's configuration into its private place."""

from __future__ import annotations

import os
import re
from pathlib import Path

from hubung.telephony.asterisk import credentials, modules, rendering
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.installation import Installed
from hubung.telephony.asterisk.place import Place
from hubung.telephony.settings import Trunk

#: A path becomes an argument in the dialplan, where other signs part or name things.
_PLAIN = re.compile(r"[\w ./+@~=-]+")


def write(place: Place, installed: Installed) -> None:
    """All files anew; files of an earlier version go. Raises EngineError."""
    if not place.is_short_enough:
        raise EngineError(f"{place.run} is too long a path for a socket: choose a shorter one.")
    if not _PLAIN.fullmatch(str(place.folder)):
        raise EngineError(f"{place.folder} has signs that the engine would interpret: rename it.")
    lacking = modules.missing(installed.modules)
    if lacking:
        raise EngineError(
            f"The Asterisk in {installed.program} lacks {', '.join(lacking[:3])}: install its "
            'modules, or set phone.prefer to "private".'
        )
    place.make()
    texts = rendering.files(
        place,
        user=credentials.of(place),
        modules=list(modules.present(installed.modules)),
        module_folder=installed.modules,
        data=installed.data,
        passwords={trunk.name: _password(trunk) for trunk in place.phone.trunks},
    )
    for name, text in texts.items():
        _write(place.etc / name, text)
    for path in place.etc.glob("*.conf"):
        if path.name not in texts:
            path.unlink()


def _password(trunk: Trunk) -> str:
    if not trunk.username:
        return ""
    try:
        password = Path(trunk.password_file).read_text().strip()
    except OSError as error:
        raise EngineError(
            f"Trunk {trunk.name}: {trunk.password_file or 'no password_file'} can't be read."
        ) from error
    if not password or any(sign in password for sign in ";\n\r"):
        raise EngineError(f"Trunk {trunk.name}: a password is one line without a semicolon.")
    return password


def _write(path: Path, text: str) -> None:
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)
