"""Everything the kernel knows of files, under one name.

The way of a file that comes in: `detect` what it is, `strip_metadata` if it is a picture,
`inspect_zip` if it is an archive or office document, `safe_name` for the screen, `store` the
content, and only then commit the row that holds its `sha256`.
"""

from hubung.kernel.archives import ZipProblem, ZipReport, inspect_zip
from hubung.kernel.blobs import (
    BlobMissingError,
    StorageFullError,
    StoredBlob,
    clear_incoming,
    delete_blob,
    open_blob,
    store,
    stored_before,
)
from hubung.kernel.filetypes import FileKind, FileType, detect, safe_name
from hubung.kernel.images import (
    ImageProblem,
    Stripped,
    UnreadableImageError,
    strip_metadata,
    thumbnail,
)

__all__ = [
    "BlobMissingError",
    "FileKind",
    "FileType",
    "ImageProblem",
    "StorageFullError",
    "StoredBlob",
    "Stripped",
    "UnreadableImageError",
    "ZipProblem",
    "ZipReport",
    "clear_incoming",
    "delete_blob",
    "detect",
    "inspect_zip",
    "open_blob",
    "safe_name",
    "store",
    "stored_before",
    "strip_metadata",
    "thumbnail",
]
