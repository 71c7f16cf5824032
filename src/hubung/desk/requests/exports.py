"""The yearly report as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hubung.disclosure.requests.lines import Line

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(lines: Sequence[Line], name: str) -> HttpResponse:
    """UTF-8 with a mark, so that spreadsheets read it as such."""
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(_head())
    writer.writerows([line.part, line.name, _cell(line)] for line in lines)
    return _file("\ufeff" + told.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def as_xlsx(lines: Sequence[Line], name: str) -> HttpResponse:
    from openpyxl import Workbook  # large, and seldom asked for

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.append(_head())
    for line in lines:
        sheet.append([line.part, line.name, line.value])
    content = io.BytesIO()
    book.save(content)
    return _file(content.getvalue(), XLSX, f"{name}.xlsx")


def _head() -> list[str]:
    return [_("Part"), _("Figure"), _("Number")]


def _cell(line: Line) -> float | str:
    return "" if line.value is None else line.value


def _file(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
