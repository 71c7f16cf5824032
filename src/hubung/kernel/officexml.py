"""The XML parts of office documents: which go, and what is taken out of those that stay."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

from lxml import etree

from hubung.kernel.stripping import CannotStripError, MetadataProblem

FAMILIES = ("application/vnd.openxmlformats-", "application/vnd.oasis.")
#: Who office programs themselves name when somebody asks them to forget the author.
AUTHOR = "Author"

_OOXML_DROPPED = re.compile(
    r"docProps/|customXml/|_xmlsignatures/|xl/revisions/|word/people\.xml$"
    r"|(?:.*/)?printerSettings/|(?:.*/)?thumbnail\.[a-z]+$|(?:.*/)?webextensions/|docMetadata/",
    re.IGNORECASE,
)
_ODF_DROPPED = re.compile(
    r"(?:.*/)?meta\.xml$|(?:.*/)?settings\.xml$|Thumbnails/|Configurations2/|layout-cache$"
    r"|META-INF/(?:documentsignatures|macrosignatures)\.xml$",
    re.IGNORECASE,
)
_TABLE = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml$")
_IN_TABLES = re.compile(rb"<(?:\w+:)?scenario|<!--|<!DOCTYPE|<\?xml-|rsid")
#: Attributes (by local name) that name a person, a time or a machine, whatever element bears them.
_PERSONAL: dict[str, str | None] = {
    "initials": "",
    "userName": "",
    "refreshedBy": None,
    "refreshedDate": None,
    "refreshedDateIso": None,
    "userId": "",
    "providerId": "None",
    "sourceFile": "",
    "odcFile": "",
    "connection": "",
    "user": "",
}
_NAMING = {"cmAuthor": "name", "author": "name", "person": "displayName"}
_DATED = {"ins", "del", "moveFrom", "moveTo", "comment", "rPrChange", "pPrChange", "cm"}
#: Elements that go with all that is in them; those whose text goes.
_ELEMENTS = {
    *("rsids", "attachedTemplate", "mailMerge", "fileSharing", "absPath", "presenceInfo"),
    *("metadata", "docVars"),
}
_TEXTS = {"creator", "creator-initials", "sender-initials", "initial-creator"}
_PICTURES = {"cNvPr", "docPr"}
_FILE_NAME = re.compile(r"[\\/]|\.[A-Za-z0-9]{2,5}$")
_ON_THE_WEB = ("http:", "https:", "mailto:", "tel:", "#")


def drops_ooxml(name: str) -> bool:
    return bool(_OOXML_DROPPED.match(name))


def drops_odf(name: str) -> bool:
    return bool(_ODF_DROPPED.match(name))


def is_table(name: str) -> bool:
    """Whether a part holds the cells of a spreadsheet: most of it, and hardly ever a name."""
    return bool(_TABLE.match(name))


def is_bare_table(content: bytes) -> bool:
    """Whether cells need no taking apart: no scenario with its author, no comment of the file."""
    return b"\0" not in content and not _IN_TABLES.search(content)


def strip_part(
    name: str, content: bytes, is_dropped: Callable[[str], bool]
) -> tuple[bytes, list[str]]:
    """An XML part without what is personal, and the names of what was. As it is, if nothing was.

    Raises CannotStripError.
    """
    if not content.strip():
        return content, []
    root = _parse(content)
    base = posixpath.basename(name)
    removed: list[str] = []
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            removed += _remove(element, "comment")
            continue
        tag = etree.QName(element).localname
        if name == "[Content_Types].xml" and is_dropped(element.get("PartName", "").lstrip("/")):
            _remove(element, "")
            removed.append("parts")
        elif base.endswith(".rels") and tag == "Relationship":
            removed += _relationship(name, element, is_dropped)
        elif name == "META-INF/manifest.xml" and _listed(element, is_dropped):
            removed += _remove(element, "parts")
        elif tag in _ELEMENTS and element is not root:
            removed += _remove(_whole(element), tag)
        else:
            removed += _element(element, tag)
    if not removed:
        return content, []
    said = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return said, list(dict.fromkeys(removed))


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=False, huge_tree=False
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in content:
        raise CannotStripError(MetadataProblem.UNSUPPORTED)
    return root


def _element(element: etree._Element, tag: str) -> list[str]:
    removed: list[str] = []
    for key, value in list(element.attrib.items()):
        local = etree.QName(key).localname
        if local in _PERSONAL:
            fresh = _PERSONAL[local]
        elif local.casefold().startswith("rsid") or local.endswith("-rsid"):
            fresh = None
        elif local == "author" or (tag in _NAMING and local == _NAMING[tag]):
            fresh = AUTHOR
        elif local in ("date", "dT", "dateUtc") and tag in _DATED:
            fresh = None
        elif _is_path(tag, local, value):
            fresh = ""
        else:
            continue
        if fresh is None:
            del element.attrib[key]
        elif value != fresh:
            element.set(key, fresh)
        else:
            continue
        removed.append(local)
    if (tag == "author" or tag in _TEXTS) and element.text not in (None, "", AUTHOR):
        element.text = AUTHOR
        removed.append(tag)
    return removed


def _is_path(tag: str, attribute: str, value: str) -> bool:
    if tag in _PICTURES and attribute in ("name", "descr"):
        return bool(_FILE_NAME.search(value))
    return attribute == "href" and value.casefold().startswith(("file:", "\\\\"))


def _relationship(
    part: str, element: etree._Element, is_dropped: Callable[[str], bool]
) -> list[str]:
    """Relationships to dropped parts go; those to files of the author's machine lead nowhere."""
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        if element.get("Type", "").endswith("/attachedTemplate"):
            return _remove(element, "attachedTemplate")
        if target.casefold().startswith(_ON_THE_WEB) or target == "file:///":
            return []
        element.set("Target", "file:///")
        return ["path"]
    base = posixpath.dirname(posixpath.dirname(part))
    name = posixpath.normpath(posixpath.join("/", base, unquote(target))).lstrip("/")
    return _remove(element, "parts") if is_dropped(name) else []


def _whole(element: etree._Element) -> etree._Element:
    """An element with the frame around it that has no sense without it."""
    frame = next(element.iterancestors("{*}AlternateContent"), None)
    return element if frame is None or etree.QName(element).localname != "absPath" else frame


def _listed(element: etree._Element, is_dropped: Callable[[str], bool]) -> bool:
    return any(
        etree.QName(key).localname == "full-path" and is_dropped(value)
        for key, value in element.attrib.items()
    )


def _remove(element: etree._Element, name: str) -> list[str]:
    parent = element.getparent()
    if parent is None:
        return []
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
    return [name]
