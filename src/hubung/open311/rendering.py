"""One document as XML or as JSON, which the standard maps onto each other (its Spark convention).

A list has a plural name, and each of its items is an element of the singular one; in JSON the root
list stands alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from io import StringIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator

#: The only list whose items are called otherwise.
_ITEMS = {"service_requests": "request"}
#: Characters that no XML 1.0 document may hold, not even escaped.
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Format(StrEnum):
    """The last part of an address."""

    XML = "xml"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return "application/json" if self is Format.JSON else "text/xml"


def respond(
    form: Format,
    root: str,
    content: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    status: int = 200,
) -> HttpResponse:
    """`content` under the name `root`: texts, numbers, booleans, None, and lists and mappings."""
    body = _json(content) if form is Format.JSON else _xml(root, content)
    return HttpResponse(body, status=status, content_type=f"{form.media_type}; charset=utf-8")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def _xml(root: str, content: object) -> str:
    written = StringIO()
    writer = SimplerXMLGenerator(written, "utf-8")
    writer.startDocument()
    _write(writer, root, content)
    writer.endDocument()
    return written.getvalue()


def _write(writer: SimplerXMLGenerator, name: str, content: object) -> None:
    writer.startElement(name, AttributesImpl({}))
    if isinstance(content, Mapping):
        for inner, value in content.items():
            _write(writer, inner, value)
    elif isinstance(content, Sequence) and not isinstance(content, str):
        for value in content:
            _write(writer, _ITEMS.get(name, name.removesuffix("s")), value)
    elif isinstance(content, bool):
        writer.characters("true" if content else "false")
    elif content is not None:
        writer.characters(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", str(content)))
    writer.endElement(name)
