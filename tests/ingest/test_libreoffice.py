"""Old office files through LibreOffice: read where it is installed, refused with advice where it is not."""

import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from openpyxl import Workbook

from ingest.errors import BrokenFile, EngineFailed, EngineMissing, UnknownKind
from ingest.files import libreoffice
from ingest.files.kinds import kind_of
from ingest.files.libreoffice import converted
from ingest.limits import Limits
from ingest.page import Kind
from ingest.sources import read_document
from normalize.document import restored_text
from tests.ingest.test_old_fonts import HEAD, TEXT, in_tcvn3, in_vni
from tests.ingest.test_workbook import workbook

needs_libreoffice = pytest.mark.skipif(
    libreoffice.program() is None, reason="LibreOffice is not installed"
)
CELL = rb"\clbrdrt\brdrs\clbrdrl\brdrs\clbrdrb\brdrs\clbrdrr\brdrs\cellx"
TABLE = (
    rb"\trowd" + CELL + b"2000" + CELL + rb"6000\pard\intbl 1\cell 20/10/2005\cell\row\pard "
)  # fmt: skip


def rtf(*lines: tuple[int, str], table: bytes = b"") -> bytes:
    """A text as Word 97 wrote it: letters by their bytes in fonts 0 (.VnTime), 1 (.VnTimeH), 2 (VNI)."""
    fonts = b"".join(
        rb"{\f%d\fnil\fcharset0 %s;}" % (number, name)
        for number, name in enumerate((b".VnTime", b".VnTimeH", b"VNI-Times"))
    )
    body = b"".join(
        rb"\pard\f%d " % font
        + b"".join(rb"\'%02x" % byte for byte in text.encode("cp1252"))
        + rb"\par "
        for font, text in lines
    )
    return rb"{\rtf1\ansi\ansicpg1252{\fonttbl%s}%s%s}" % (fonts, body, table)


TCVN3 = rtf((1, in_tcvn3(HEAD.lower())), (0, in_tcvn3(TEXT)), table=TABLE)
VNI = rtf((2, in_vni(HEAD)), (2, in_vni(TEXT)), table=TABLE)


def texts(data: bytes) -> list[str]:
    (page,) = restored_text(read_document(data, Limits()), None).page_texts
    return list(filter(None, page.split("\n")))


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program in the place of LibreOffice; what it does is written into the file."""
    path = tmp_path / "soffice"
    path.touch(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(path))
    yield path


@needs_libreoffice
@pytest.mark.parametrize(
    ("data", "ending"), [(TCVN3, "rtf"), (TCVN3, "doc"), (TCVN3, "odt"), (VNI, "doc")]
)
def test_old_texts_in_old_fonts_come_out_as_unicode_with_their_tables(
    data: bytes, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ending != "rtf":
        monkeypatch.setitem(libreoffice._ENDINGS, Kind.RTF, ("rtf", ending))
        data = converted(data, Kind.RTF, Limits())
        monkeypatch.undo()
    assert kind_of(data) is Kind[ending.upper()]
    assert texts(data) == [HEAD, TEXT, "1\t20/10/2005"]


@needs_libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_old_workbooks_are_read_as_new_ones(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(book: Workbook) -> None:
        book.active.append(("TT", "Đơn vị"))
        book.active.append((1, "Trường Đồi Sim"))

    monkeypatch.setitem(libreoffice._ENDINGS, Kind.XLSX, ("xlsx", ending))
    data = converted(workbook(fill), Kind.XLSX, Limits())
    assert kind_of(data) is Kind[ending.upper()]
    assert texts(data) == ["TT\tĐơn vị", "1\tTrường Đồi Sim"]


@needs_libreoffice
def test_what_a_document_links_to_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_OPTIONS = do_HEAD = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        data = linked(f"http://127.0.0.1:{server.server_port}/x.png", monkeypatch)
        assert texts(data) == ["Công văn"]
        assert asked == []
        monkeypatch.setattr(libreoffice, "_PROFILE", "")  # as it would be, for the trial to be one
        assert texts(data) == ["Công văn"]
        assert asked
    finally:
        server.shutdown()
        server.server_close()


def linked(url: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """An ODT with a picture that lies elsewhere."""
    with monkeypatch.context() as patch:
        patch.setitem(libreoffice._ENDINGS, Kind.RTF, ("rtf", "odt"))
        plain = converted(rb"{\rtf1 C\u244?ng v\u259?n\par}", Kind.RTF, Limits())
    frame = (
        '<draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="as-char"><draw:image '
        f'xlink:href="{url}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
    )
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(plain)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "content.xml":
                content = content.replace(b"</text:p>", f"{frame}</text:p>".encode(), 1)
            new.writestr(entry, content)
    return buffer.getvalue()


@needs_libreoffice
def test_a_file_that_it_cannot_open_is_damaged() -> None:
    with pytest.raises(BrokenFile, match="cannot open the DOC"):
        converted(bytes(3000), Kind.DOC, Limits())


def test_without_it_the_kinds_are_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    with pytest.raises(UnknownKind) as caught:
        kind_of(TCVN3)
    assert "RTF" in caught.value.message
    assert "apt-get install libreoffice" in caught.value.advice
    with pytest.raises(EngineMissing):
        converted(TCVN3, Kind.RTF, Limits())


def test_it_is_killed_at_its_limit_with_all_that_it_started(stand_in: Path) -> None:
    stand_in.write_text("#!/bin/sh\nsleep 987 &\nsleep 987\n")
    with pytest.raises(EngineFailed, match="stopped after"):
        converted(TCVN3, Kind.RTF, Limits(conversion_seconds=0.3))
    ends = time.monotonic() + 10
    while sleepers := [
        one for one in psutil.process_iter(["cmdline"]) if one.info["cmdline"] == ["sleep", "987"]
    ]:
        assert time.monotonic() < ends, sleepers


@pytest.mark.parametrize(
    ("does", "error"),
    [
        ("kill -SEGV $$", EngineFailed),
        ("exit 0", BrokenFile),
        ("exit 77", BrokenFile),
    ],
)
def test_a_crash_and_no_answer_are_told(stand_in: Path, does: str, error: type[Exception]) -> None:
    stand_in.write_text(f"#!/bin/sh\n{does}\n")
    with pytest.raises(error):
        converted(TCVN3, Kind.RTF, Limits())


def test_a_signal_that_the_starting_script_tells_of_is_no_damaged_file(stand_in: Path) -> None:
    stand_in.write_text("#!/bin/sh\nexit 137\n")
    with pytest.raises(EngineFailed, match="signal 9"):
        converted(b"{\\rtf1}", Kind.RTF, Limits())
