"""Everything the kernel knows of files, under one name.

The way of a file that comes in: `detect` what it is, `strip_metadata` of what tells who made it,
`inspect_zip` if it is an archive, `safe_name` for the screen, `store` the content, and only then
commit the row that holds its `sha256`.
"""

from hubung.kernel.archives import ZipProblem, ZipReport, inspect_zip
from hubung.kernel.blobs import (
    BlobMissingError,
    StorageFullError,
    StoredBlob,
    claimed,
    claims,
    delete_blob,
    is_stored,
    open_blob,
    store,
    sweep,
    together,
)
from hubung.kernel.filetypes import FileKind, FileType, detect, safe_name
from hubung.kernel.images import UnreadableImageError, thumbnail
from hubung.kernel.metadata import strip_metadata
from hubung.kernel.stripping import MetadataProblem, Stripped

__all__ = [
    "BlobMissingError",
    "FileKind",
    "FileType",
    "MetadataProblem",
    "StorageFullError",
    "StoredBlob",
    "Stripped",
    "UnreadableImageError",
    "ZipProblem",
    "ZipReport",
    "claimed",
    "claims",
    "delete_blob",
    "detect",
    "inspect_zip",
    "is_stored",
    "open_blob",
    "safe_name",
    "store",
    "strip_metadata",
    "sweep",
    "thumbnail",
    "together",
]
