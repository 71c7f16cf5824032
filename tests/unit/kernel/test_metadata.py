"""Files of every kind leave their makers behind, and keep what is in them."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pikepdf
import pytest
from PIL import Image

from hubung.kernel.filetypes import detect
from hubung.kernel.metadata import strip_metadata
from hubung.kernel.stripping import MetadataProblem
from hubung.kernel.workshop import Workshop
from tests.support import documents

MARK = "TANDA-SEKARWANGI-8471"
MAKERS: dict[str, Callable[[str], bytes]] = {
    each.__name__: each
    for each in (
        *(documents.photo, documents.gif, documents.pdf, documents.docx, documents.xlsx),
        *(documents.odt, documents.film, documents.mp3, documents.wav, documents.flac),
        *(documents.voice,),
    )
}

pytestmark = pytest.mark.once


def clean(content: bytes) -> bytes:
    done = strip_metadata(io.BytesIO(content), detect(io.BytesIO(content)).mime)
    assert done.problem is None
    assert done.removed
    assert done.file
    with done.file as file:
        return file.read()


def problem(content: bytes) -> MetadataProblem | None:
    done = strip_metadata(io.BytesIO(content), detect(io.BytesIO(content)).mime)
    assert (done.file is None) == (done.problem is not None)
    return done.problem


def everything(content: bytes) -> Iterator[bytes]:
    """The file, and all that is packed in it."""
    yield content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from everything(archive.read(name))
    if content[:4] == b"%PDF":
        with pikepdf.open(io.BytesIO(content)) as document:
            for each in document.objects:
                yield each.unparse()
                if isinstance(each, pikepdf.Stream):
                    yield each.read_raw_bytes()


@pytest.mark.parametrize("kind", MAKERS)
def test_no_mark_is_left_and_what_was_said_stays(kind: str) -> None:
    before = MAKERS[kind](MARK)
    assert any(MARK.encode() in part for part in everything(before))
    after = clean(before)
    assert not [part for part in everything(after) if MARK.encode() in part]
    assert detect(io.BytesIO(after)).mime == detect(io.BytesIO(before)).mime
    # Nothing to remove a second time: what was written is stable.
    again = strip_metadata(io.BytesIO(after), detect(io.BytesIO(after)).mime)
    assert set(again.removed) <= {"ID"}


def test_a_pdf_keeps_its_pages_comments_and_pictures() -> None:
    with pikepdf.open(io.BytesIO(clean(documents.pdf(MARK)))) as document:
        (page,) = document.pages
        assert documents.SAID.encode() in page.Contents.read_bytes()
        assert str(page.Annots[0].Contents) == "Lihat ini"
        assert pikepdf.PdfImage(page.get_images()["/Scan"]).as_pil_image().size == (120, 90)
        assert not document.attachments


def test_a_spreadsheet_still_opens() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(clean(documents.xlsx(MARK)))).active
    assert sheet is not None
    assert sheet["A1"].value == documents.SAID
    assert sheet["A1"].comment.text == "Lihat ini"
    assert sheet["A1"].comment.author == "Author"
    with Image.open(sheet._images[0].ref) as picture:
        assert picture.size == (120, 90)


def test_a_letter_keeps_its_words_and_links_and_drops_what_it_refers_to_no_more() -> None:
    with zipfile.ZipFile(io.BytesIO(clean(documents.docx(MARK)))) as archive:
        assert not [name for name in archive.namelist() if name.startswith(("docProps", "custom"))]
        assert b"docProps" not in archive.read("[Content_Types].xml") + archive.read("_rels/.rels")
        letter = archive.read("word/document.xml").decode()
        assert documents.SAID in letter
        # Word takes a document for damaged that declares a prefix it does not define.
        assert 'xmlns:w14="u"' in letter
        assert b"https://contoh.id/" in archive.read("word/_rels/settings.xml.rels")


def test_what_cannot_be_looked_into_is_said_to_be_so() -> None:
    assert problem(documents.locked_pdf(MARK)) == MetadataProblem.ENCRYPTED
    assert problem(documents.pdf(MARK)[:300]) == MetadataProblem.CORRUPT
    assert problem(b"%PDF-1.7\n" + MARK.encode()) == MetadataProblem.CORRUPT
    letter = bytearray(documents.docx(MARK))
    letter[len(letter) // 3] ^= 0xFF
    assert problem(bytes(letter)) == MetadataProblem.CORRUPT
    assert problem(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)) == MetadataProblem.UNSUPPORTED
    assert problem(with_part(documents.docx(MARK), "word/embeddings/oleObject1.bin", b"\0" * 99))


def test_bombs_are_defused() -> None:
    spaces = with_part(documents.docx(MARK), "word/endnotes.xml", b"<a>" + b" " * 60_000_000)
    assert problem(spaces) == MetadataProblem.TOO_MUCH
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    assert problem(with_part(documents.docx(MARK), "word/endnotes.xml", laughs))
    # An object stream that unpacks to more than any machine has.
    squeeze = zlib.compressobj(9)
    first = squeeze.compress(bytes(1 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    again = squeeze.compress(bytes(1 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    packed = first + again * 3000
    head = b"%PDF-1.5\n1 0 obj<</Type/XRef/W[1 2 1]/Size 400000000/Root 2 0 R/Filter/FlateDecode"
    bomb = head + b"/Length %d>>stream\n" % len(packed) + packed + b"\nendstream endobj\n"
    assert problem(bomb + b"startxref\n9\n%%EOF")


def test_the_process_that_strips_may_end_at_any_time() -> None:
    workshop = Workshop("office")
    letter = documents.docx(MARK)
    first = stripped_by(workshop, letter)
    assert workshop._process is not None
    workshop._process.kill()
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(stripped_by, [workshop] * 6, [letter] * 6))
    assert {len(document) for document in done} == {len(first)}


def test_a_worn_process_is_replaced_and_all_end_when_nothing_comes() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    script = (
        "import socket; from hubung.kernel import documents; "
        "documents.IDLE_SECONDS, documents.WORN_DOCUMENTS = 0.5, 2; "
        "documents.serve(socket.socket(fileno=0), 'pdf')"
    )
    with theirs:
        process = subprocess.Popen([sys.executable, "-c", script], stdin=theirs.fileno())
    workshop = Workshop("pdf")
    workshop._requests, workshop._process = ours, process
    letter = documents.pdf(MARK)
    first = stripped_by(workshop, letter)
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(stripped_by, [workshop] * 15, [letter] * 15))
    assert {len(document) for document in done} == {len(first)}
    assert process.wait(30) == 0
    assert len(stripped_by(workshop, letter)) == len(first)


def stripped_by(workshop: Workshop, document: bytes) -> bytes:
    with tempfile.TemporaryFile() as before, tempfile.TemporaryFile() as after:
        before.write(document)
        before.seek(0)
        assert workshop.strip(before, after)
        after.seek(0)
        return after.read()


def with_part(document: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(document)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_a_photo_without_metadata_has_nothing_removed() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(plain, "JPEG")
    done = strip_metadata(plain, "image/jpeg")
    assert (done.removed, done.problem) == ((), None)
    assert done.file
    with done.file as file:
        assert file.read() == plain.getvalue()


def test_a_voice_message_keeps_its_pages_whole() -> None:
    before = documents.voice(MARK)
    after = clean(before)
    assert len(after) == len(before)
    assert after[:46] == before[:46]  # the first page, and its sum, as they were
    assert after[-60:] == before[-60:]
