"""Mails of Outlook: their text and attachments, told where they cannot be read."""

import struct
import sys
from pathlib import Path

import pytest

from batch.sources import Sources
from ingest.errors import UnknownKind, VanbanError
from ingest.files.kinds import kind_of
from ingest.limits import Limits
from tests.ole import Folder, compound_file

STRING, BINARY, BOOLEAN = 0x001F, 0x0102, 0x000B
BODY, NAME, DATA, HIDDEN = 0x1000, 0x3707, 0x3701, 0x7FFE


def storage(header: int, *properties: tuple[int, int, bytes]) -> dict[str, bytes]:
    """The properties of a mail or an attachment as its folder has them (MS-OXMSG)."""
    listed = b"".join(
        struct.pack("<HHI8s", kind, number, 6, value if kind == BOOLEAN else b"")
        for number, kind, value in properties
    )
    streams = {
        f"__substg1.0_{number:04X}{kind:04X}": value
        for number, kind, value in properties
        if kind != BOOLEAN
    }
    return {"__properties_version1.0": bytes(header) + listed, **streams}


def text(number: int, value: str) -> tuple[int, int, bytes]:
    return number, STRING, value.encode("utf-16-le")


def attachment(name: str, data: bytes, hidden: bool = False) -> dict[str, bytes]:
    flag = [(HIDDEN, BOOLEAN, b"\x01")] if hidden else []
    return storage(8, text(NAME, name), (DATA, BINARY, data), *flag)


def outlook(*attachments: Folder) -> bytes:
    folders = {f"__attach_version1.0_#{n:08X}": one for n, one in enumerate(attachments)}
    return compound_file(storage(32, text(BODY, "Kính gửi các trường.")) | folders)


MAIL = outlook(
    attachment("kế hoạch.pdf", b"%PDF" + bytes(2000)),
    attachment("logo.png", b"logo", hidden=True),
    storage(8, text(NAME, "Chuyển tiếp.msg")),
)


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "thư.msg"
    path.write_bytes(MAIL)
    return path


def test_text_and_attachments_are_read_and_a_mail_inside_is_told(mail: Path) -> None:
    pytest.importorskip("oxmsg")
    sources = Sources(Limits())
    inner, body, plan = sources.files([mail])
    assert [file.inside for file in (inner, body, plan)] == [
        "Chuyển tiếp.msg", "body.txt", "kế hoạch.pdf",
    ]  # fmt: skip
    assert sources.read(body).decode() == "Kính gửi các trường."
    assert sources.read(plan) == b"%PDF" + bytes(2000)
    with pytest.raises(UnknownKind, match="save it as a file"):
        sources.read(inner)


def test_without_the_extra_the_mail_is_refused(mail: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oxmsg", None)
    (file,) = Sources(Limits()).files([mail])
    assert file.name == "thư.msg"
    with pytest.raises(UnknownKind) as caught:
        kind_of(Sources(Limits()).read(file))
    assert "vanban[files]" in caught.value.advice


@pytest.mark.parametrize("cut", [600, 1500])
def test_a_damaged_mail_is_one_file_that_fails(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "thư.msg"
    path.write_bytes(MAIL[:cut])
    for file in Sources(Limits()).files([path]):
        with pytest.raises(VanbanError):
            kind_of(Sources(Limits()).read(file))
