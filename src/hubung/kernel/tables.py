"""A CSV or XLSX file as rows of text, whatever program wrote it. Knows nothing of the ministry.

Rows are read as they are asked for, so that a long file needs no more memory than a short one; an
XLSX keeps the texts that its cells share.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

from django.utils.translation import gettext as _

#: Numbers from here on have lost digits in a spreadsheet (a NIP has 18).
LOST_DIGITS = "#LOST-DIGITS"
_EXACT = 10**15
_DELIMITERS = ";,\t|"
_CHUNK = 1 << 20


class UnreadableFileError(Exception):
    """The file is no table that can be read; `str()` says why and what to do."""


@dataclass(frozen=True)
class Bounds:
    """What is read at all. `unpacked`: an XLSX is a zip, and a small one must not fill the memory.

    `one_line`: blanks and line ends in a cell become single blanks; else they stay.
    `times`: a moment keeps its time of day (`2026-11-23 16:05:00`); else only its date.
    """

    size: int = 25_000_000
    rows: int = 200_000
    columns: int = 100
    unpacked: int = 400_000_000
    one_line: bool = True
    times: bool = False


@dataclass(frozen=True)
class Table:
    """The first row and, on request, the others: `(line, values)`, as many values as headers."""

    headers: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[str, ...]]]


def read_table(file: IO[bytes], bounds: Bounds | None = None) -> Table:
    """Open a table in a seekable file; what it is shows in its content, not in its name.

    Empty rows are left out, line numbers are those of the file. Raises UnreadableFileError, also
    while the rows are read (broken archive, too many rows).
    """
    bounds = bounds or Bounds()
    file.seek(0, io.SEEK_END)
    if file.tell() > bounds.size:
        raise UnreadableFileError(
            _("The file is larger than %(size)s MB. Split it, or leave out pictures and formats.")
            % {"size": bounds.size // 1_000_000}
        )
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start == b"PK\x03\x04":
        raw = _xlsx(file, bounds)
    elif start == b"\xd0\xcf\x11\xe0":
        raise UnreadableFileError(
            _("This is an old or locked Excel file. Save it as .xlsx, without a password.")
        )
    else:
        raw = _csv(file)
    return _with_headers(raw, bounds)


def _with_headers(raw: Iterator[tuple[int, list[str]]], bounds: Bounds) -> Table:
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
    if len(headers) > bounds.columns:
        raise UnreadableFileError(
            _("The first row has more than %(count)s columns. Is this the right file?")
            % {"count": bounds.columns}
        )
    return Table(headers, _body(raw, len(headers), bounds))


def _body(
    raw: Iterator[tuple[int, list[str]]], width: int, bounds: Bounds
) -> Iterator[tuple[int, tuple[str, ...]]]:
    count = 0
    for line, values in raw:
        row = tuple(_tidy(value, bounds.one_line) for value in values[:width])
        if not any(row):
            continue
        count += 1
        if count > bounds.rows:
            raise UnreadableFileError(
                _("The file has more than %(count)s rows. Split it.") % {"count": bounds.rows}
            )
        yield line, row + ("",) * (width - len(row))


def _tidy(value: str, one_line: bool) -> str:
    return " ".join(value.split()) if one_line else value.replace("\r\n", "\n").strip()


def _csv(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(file, encoding_of(file), errors="replace", newline="")
    try:
        # A quoted cell may hold a whole letter.
        csv.field_size_limit(max(csv.field_size_limit(), _CHUNK))
        delimiter = _delimiter_of(text)
        text.seek(0)
        reader = csv.reader(text, delimiter=delimiter)
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
    finally:
        # The file belongs to the caller, who may have closed it with rows still unread.
        with suppress(ValueError):
            text.detach()


def encoding_of(file: IO[bytes]) -> str:
    """UTF-16 with its mark, UTF-8 with or without its mark, else Windows-1252.

    Raises UnreadableFileError for what is no text at all. Leaves the file at its beginning.
    """
    file.seek(0)
    if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        file.seek(0)
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    while chunk := file.read(_CHUNK):
        if b"\0" in chunk:
            raise UnreadableFileError(_("This is not a table. Save it as CSV or .xlsx."))
        if encoding != "cp1252":
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                encoding = "cp1252"
    if encoding != "cp1252" and decoder.getstate()[0]:
        encoding = "cp1252"
    file.seek(0)
    return encoding


def _delimiter_of(text: IO[str]) -> str:
    """The separator of the first line that says something; a comma when there is none."""
    first = ""
    while not first.strip():
        first = text.readline(_CHUNK)
        if not first:
            break
    if "\0" in first:
        raise UnreadableFileError(_("This is not a table. Save it as CSV or .xlsx."))
    outside = "".join(first.split('"')[::2])
    best = max(_DELIMITERS, key=outside.count)
    return best if outside.count(best) else ","


def _xlsx(file: IO[bytes], bounds: Bounds) -> Iterator[tuple[int, list[str]]]:
    broken = _("This .xlsx file is damaged. Open it, save it again, and send the new file.")
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > bounds.unpacked:
            raise UnreadableFileError(
                _("The file unpacks to more than %(size)s MB. Save only its table.")
                % {"size": bounds.unpacked // 1_000_000}
            )
        from openpyxl import load_workbook  # heavy, and few processes read tables

        book = load_workbook(file, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # What a file claims as its size is often wrong; the rows tell.
            sheet.reset_dimensions()
            for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield line, [_text(cell, bounds.times) for cell in cells[: bounds.columns]]
        finally:
            book.close()
    except UnreadableFileError:
        raise
    # openpyxl answers a damaged file with whatever its XML happens to raise.
    except Exception as error:
        raise UnreadableFileError(broken) from error


def harmless(cell: str) -> str:
    """For a table that we write: a spreadsheet would run what begins so as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _text(cell: Any, times: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, (int, float)):
        if abs(cell) >= _EXACT:
            return LOST_DIGITS
        return str(int(cell)) if cell == int(cell) else str(cell)
    if isinstance(cell, datetime):
        if times and cell.time() != time.min:
            return cell.isoformat(" ", "seconds")
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
