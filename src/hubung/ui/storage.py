"""Static files by their content: what one of them loads is named by its hash as well."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types
    """Scripts import each other too: no browser runs one of today with another of yesterday."""

    support_js_module_import_aggregation = True
