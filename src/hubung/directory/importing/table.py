"""A CSV or XLSX file as rows of text, whatever program wrote it. Knows nothing of the ministry."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MAX_BYTES = 25_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 100
#: An XLSX is a zip: what it may unpack to, so that a small file can't fill the memory.
MAX_UNPACKED = 400_000_000
#: Numbers from here on have lost digits in a spreadsheet (a NIP has 18).
LOST_DIGITS = "#LOST-DIGITS"
_EXACT = 10**15
_DELIMITERS = ";,\t|"


class UnreadableFileError(Exception):
    """The file is no table that can be read; `str()` says why and what to do."""


@dataclass(frozen=True)
class Table:
    """The first row and, on request, the others: `(line, values)`, as many values as headers."""

    headers: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[str, ...]]]


def read(content: bytes) -> Table:
    """Open a table; what it is shows in its content, not in its name.

    Empty rows are left out, line numbers are those of the file. Raises UnreadableFileError, also
    while the rows are read (broken archive, too many rows).
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFileError(
            _("The file is larger than %(size)s MB. Split it, or leave out pictures and formats.")
            % {"size": MAX_BYTES // 1_000_000}
        )
    if content[:4] == b"PK\x03\x04":
        raw = _xlsx(content)
    elif content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableFileError(
            _("This is an old or locked Excel file. Save it as .xlsx, without a password.")
        )
    else:
        raw = _csv(content)
    return _with_headers(raw)


def _with_headers(raw: Iterator[tuple[int, list[str]]]) -> Table:
    headers: tuple[str, ...] = ()
    for _line, values in raw:
        headers = tuple(value.strip() for value in values)
        while headers and not headers[-1]:
            headers = headers[:-1]
        if headers:
            break
    if not headers:
        raise UnreadableFileError(
            _("The file is empty. The first row names the columns, each further row is one entry.")
        )
    if len(headers) > MAX_COLUMNS:
        raise UnreadableFileError(
            _("The first row has more than %(count)s columns. Is this the right file?")
            % {"count": MAX_COLUMNS}
        )
    return Table(headers, _body(raw, len(headers)))


def _body(
    raw: Iterator[tuple[int, list[str]]], width: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    count = 0
    for line, values in raw:
        row = tuple(" ".join(value.split()) for value in values[:width])
        if not any(row):
            continue
        count += 1
        if count > MAX_ROWS:
            raise UnreadableFileError(
                _("The file has more than %(count)s rows. Split it.") % {"count": MAX_ROWS}
            )
        yield line, row + ("",) * (width - len(row))


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = decode(content)
    if "\0" in text:
        raise UnreadableFileError(_("This is not a table. Save it as CSV or .xlsx."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    line = 1
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFileError(
                _("Line %(line)s can't be read: a quotation mark is probably not closed.")
                % {"line": line}
            ) from error
        yield line, values
        line = reader.line_num + 1


def decode(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """The separator of the first line that says something; a comma when there is none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    best = max(_DELIMITERS, key=outside.count)
    return best if outside.count(best) else ","


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    broken = _("This .xlsx file is damaged. Open it, save it again, and send the new file.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise UnreadableFileError(
                _("The file unpacks to more than %(size)s MB. Save only its table.")
                % {"size": MAX_UNPACKED // 1_000_000}
            )
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # What a file claims as its size is often wrong; the rows tell.
            sheet.reset_dimensions()
            for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield line, [_text(cell) for cell in cells[:MAX_COLUMNS]]
        finally:
            book.close()
    except UnreadableFileError:
        raise
    # openpyxl answers a damaged file with whatever its XML happens to raise.
    except Exception as error:
        raise UnreadableFileError(broken) from error


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, (int, float)):
        if abs(cell) >= _EXACT:
            return LOST_DIGITS
        return str(int(cell)) if cell == int(cell) else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
