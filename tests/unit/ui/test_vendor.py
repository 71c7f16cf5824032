"""Third-party files are exactly the ones that were published, with their licence beside them."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
FILES: list[dict[str, Any]] = tomllib.loads((ROOT / "vendor.toml").read_text())["file"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["name"])
def test_vendored_file_is_as_published(file: dict[str, Any]) -> None:
    assert hashlib.sha256((ROOT / file["path"]).read_bytes()).hexdigest() == file["sha256"]
    assert file["version"]
    assert file["licence"]
    assert (ROOT / file["licence_file"]).stat().st_size > 300


def test_no_script_or_font_is_vendored_without_being_named() -> None:
    static = ROOT / "src/hubung/ui/static/ui"
    kept = {
        path.relative_to(ROOT).as_posix()
        for folder in ("vendor", "fonts")
        for path in (static / folder).iterdir()
        if path.suffix in {".js", ".woff2", ".css"}
    }
    assert kept == {file["path"] for file in FILES}
