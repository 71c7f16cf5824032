"""Files as office programs, scanners and telephones make them, with a mark wherever one fits."""

from __future__ import annotations

import io
import struct
import zipfile

import openpyxl
import pikepdf
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "application/vnd.openxmlformats-package"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

#: What stands on the page, and has to stay.
SAID = "Pungutan di pelabuhan tanpa karcis"


def photo(mark: str) -> bytes:
    image = Image.effect_noise((120, 90), 40).convert("RGB")
    exif = image.getexif()
    exif[0x010E] = exif[0x013B] = mark
    exif.get_ifd(0x8825)[0x001D] = mark
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=mark.encode())
    return out.getvalue()


def gif(mark: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.effect_noise((20, 20), 40).convert("P") for _ in range(2)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=mark)
    return out.getvalue()


def pdf(mark: str) -> bytes:
    """A scan with a comment, an attachment and an earlier version."""
    document = pikepdf.new()
    page = document.add_blank_page().obj
    page.PieceInfo = Dictionary(Private=String(mark))
    page.Metadata = Stream(document, mark.encode())
    page.Contents = Stream(document, f"BT /F1 12 Tf ({SAID}) Tj ET".encode())
    scan = Stream(document, photo(mark))
    scan.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=120,
            Height=90,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
    )
    page.Resources = Dictionary(XObject=Dictionary(Scan=document.make_indirect(scan)))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=mark, Contents="Lihat ini"
    )
    page.Annots = Array([document.make_indirect(note)])
    document.attachments["asal.txt"] = mark.encode()
    with document.open_metadata() as xmp:
        xmp["dc:creator"] = [mark]
    document.docinfo["/Author"] = mark
    out = io.BytesIO()
    document.save(out, compress_streams=False)
    # Nothing refers to it any more, as after "save" in a program that only appends.
    return out.getvalue() + f"\n99 0 obj\n({mark})\nendobj\n".encode()


def page_of_words(words: str) -> bytes:
    """A PDF of one page, whose words a program can read."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 200)).obj
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    page.Contents = document.make_stream(f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def locked_pdf(mark: str) -> bytes:
    """A PDF that opens with a password only."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(mark))) as document:
        document.save(out, encryption=pikepdf.Encryption(user="rahasia", owner="rahasia"))
    return out.getvalue()


def docx(mark: str) -> bytes:
    """A letter with a comment, a tracked change, a photo, a template and a table inside."""
    relation = f'<Relationship Id="%s" Type="{_OFFICE}/%s" Target="%s"%s/>'
    external = ' TargetMode="External"'
    w = f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" xmlns:mc="urn:mc" mc:Ignorable="w14" xmlns:w14="u"'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{_PACKAGE}.core-properties+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
        + relation % ("r1", "officeDocument", "word/document.xml", "")
        + relation % ("r2", "core-properties", "docProps/core.xml", "")
        + "</Relationships>",
        "docProps/core.xml": f"<core><creator>{mark}</creator></core>",
        "docProps/app.xml": f"<app><Company>{mark}</Company></app>",
        "docProps/custom.xml": f"<custom>{mark}</custom>",
        "docProps/thumbnail.jpeg": photo(mark),
        "customXml/item1.xml": f"<item>{mark}</item>",
        "word/people.xml": f"<people>{mark}</people>",
        "word/document.xml": f'<w:document {w}><!-- {mark} --><w:body><w:p w:rsidR="{mark}">'
        f'<w:ins w:id="1" w:author="{mark}" w:date="{mark}"><w:r><w:t>{SAID}</w:t></w:r></w:ins>'
        f'<w:drawing><docPr xmlns="" id="1" name="C:\\Users\\{mark}\\a.jpg"/></w:drawing>'
        "</w:p></w:body></w:document>",
        "word/comments.xml": f'<w:comments {w}><w:comment w:author="{mark}" w:initials="{mark}">'
        "<w:p><w:r><w:t>Komentar</w:t></w:r></w:p></w:comment></w:comments>",
        "word/settings.xml": f'<w:settings {w}><w:attachedTemplate r:id="t1"/>'
        f'<w:rsids><w:rsid w:val="{mark}"/></w:rsids></w:settings>',
        "word/_rels/settings.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        + relation % ("t1", "attachedTemplate", f"file:///C:/Users/{mark}/N.dotx", external)
        + relation % ("t2", "hyperlink", "https://contoh.id/", external)
        + "</Relationships>",
        "word/media/image1.jpg": photo(mark),
        "word/embeddings/tabel.xlsx": xlsx(mark),
    }
    return _zipped(parts, mark)


def xlsx(mark: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = SAID
    sheet["A1"].comment = Comment("Lihat ini", mark)
    sheet.add_image(SheetImage(io.BytesIO(photo(mark))), "C3")
    book.properties.creator = book.properties.lastModifiedBy = mark
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def odt(mark: str) -> bytes:
    ns = 'xmlns:o="urn:office" xmlns:dc="urn:dc" xmlns:m="urn:manifest" xmlns:x="urn:xlink"'
    listed = "".join(
        f'<m:file-entry m:full-path="{name}"/>'
        for name in ("/", "content.xml", "meta.xml", "settings.xml", "Thumbnails/thumbnail.png")
    )
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<o:document {ns}><o:annotation><dc:creator>{mark}</dc:creator>Ini"
        f'</o:annotation><o:p>{SAID}</o:p><o:a x:href="file:///home/{mark}/a.odt"/></o:document>',
        "meta.xml": f"<o:meta {ns}><dc:creator>{mark}</dc:creator></o:meta>",
        "settings.xml": f"<o:settings {ns}><PrinterName>{mark}</PrinterName></o:settings>",
        "Thumbnails/thumbnail.png": mark,
        "Pictures/foto.jpg": photo(mark),
        "META-INF/manifest.xml": f"<m:manifest {ns}>{listed}</m:manifest>",
    }
    return _zipped(parts, mark)


def film(mark: str) -> bytes:
    """A film of a telephone: its place in `udta`, and a track of positions beside the picture."""
    picture, places = b"gambar" * 20, (mark * 3).encode()
    ftyp = _box(b"ftyp", b"isom\0\0\2\0isom")
    mdat = _box(b"mdat", picture + places)
    at = len(ftyp) + 8
    tracks = [
        _track(b"vide", at, len(picture), mark),
        _track(b"meta", at + len(picture), len(places), mark),
    ]
    times = _box(b"mvhd", bytes(4) + mark[:8].encode() + bytes(84))
    place = _box(b"udta", _box(b"\xa9xyz", mark.encode()))
    return ftyp + mdat + _box(b"moov", times, *tracks, place) + _box(b"uuid", mark.encode())


def _track(kind: bytes, at: int, length: int, mark: str) -> bytes:
    table = _box(
        b"stbl",
        _box(b"stsc", struct.pack(">5I", 0, 1, 1, 1, 1)),
        _box(b"stsz", struct.pack(">3I", 0, length, 1)),
        _box(b"stco", struct.pack(">3I", 0, 1, at)),
    )
    handler = _box(b"hdlr", bytes(8) + kind + bytes(13))
    media = _box(b"mdia", handler, _box(b"minf", table))
    return _box(b"trak", media, _box(b"meta", mark.encode()))


def _box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def mp3(mark: str) -> bytes:
    tag = b"ID3\x04\0\0" + bytes((0, 0, 0, len(mark))) + mark.encode()
    return tag + b"\xff\xfb\x90\0" + bytes(400) + b"TAG" + mark.encode().ljust(125, b"\0")


def wav(mark: str) -> bytes:
    note = b"LIST" + struct.pack("<I", 64) + mark.encode().ljust(64, b"\0")
    shape = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + shape + note + b"data" + struct.pack("<I", 100) + bytes(100)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def flac(mark: str) -> bytes:
    said = mark.encode()
    blocks = b"\0" + (34).to_bytes(3, "big") + bytes(34)
    blocks += b"\x84" + len(said).to_bytes(3, "big") + said
    return b"fLaC" + blocks + b"\xff\xf8" + bytes(200)


def voice(mark: str) -> bytes:
    """A voice message (Ogg, Opus) whose comments fill more than one segment."""
    said = mark.encode() * 40
    tags = b"OpusTags" + struct.pack("<I", len(said)) + said + struct.pack("<I", 0)
    return b"".join(
        _page(number, packet)
        for number, packet in enumerate((b"OpusHead" + bytes(11), tags, bytes(60)))
    )


def _page(number: int, packet: bytes) -> bytes:
    table = [255] * (len(packet) // 255) + [len(packet) % 255]
    head = b"OggS\0\0" + bytes(8) + struct.pack("<III", 7, number, 0)
    return head + bytes((len(table), *table)) + packet


def _zipped(parts: dict[str, str | bytes], mark: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = mark.encode()
        for name, content in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, stored)
    return out.getvalue()
