"""Archives as people pack them, folders as they leave them: every document once, nothing else."""

import io
import os
import unicodedata
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from batch import ingest_paths, packed
from batch.packed import entry_name, is_litter
from batch.sources import SourceFile, Sources
from ingest.errors import BrokenFile, FileMissing, LimitExceeded
from ingest.limits import Limits
from normalize.legacy import _TCVN3
from settings import Settings
from store.archive.archive import Archive
from tests.readings import Readers

NAME = "Kế hoạch số 5 của Phòng Giáo dục.txt"


def zipped(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def named(raw: bytes) -> zipfile.ZipInfo:
    """The entry of an archive that holds the bytes of a name and says nothing of their encoding."""
    stand_in = b"x" * len(raw)
    data = zipped((stand_in.decode(), b"1")).replace(stand_in, raw)
    (entry,) = zipfile.ZipFile(io.BytesIO(data)).infolist()
    assert not entry.flag_bits & 0x800
    return entry


def in_tcvn3(text: str) -> bytes:
    codes = {letter: code for code, letter in _TCVN3.items()}
    return "".join(codes.get(letter, letter) for letter in text).encode("cp1252")


def in_windows_1258(text: str) -> bytes:
    written = b""
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        kept = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
        tones = [mark for mark in marks if mark not in kept]
        written += unicodedata.normalize("NFC", base + "".join(kept)).encode("cp1258")
        written += "".join(tones).encode("cp1258")
    return written


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (NAME.encode(), NAME),
        (in_tcvn3(NAME), NAME),
        (in_windows_1258(NAME), NAME),
        ("Prüfung.txt".encode("cp437"), "Prüfung.txt"),
        (b"a\\b\\c.txt", "a/b/c.txt"),
        (b"plain.txt", "plain.txt"),
    ],
)
def test_names_without_a_word_on_their_encoding(raw: bytes, name: str) -> None:
    assert entry_name(named(raw)) == name


def test_the_name_in_the_field_of_info_zip() -> None:
    entry = zipfile.ZipInfo("K_ ho_ch.txt")
    told = NAME.encode()
    field = b"\x75\x70" + (len(told) + 5).to_bytes(2, "little") + b"\x01" + bytes(4) + told
    entry.extra = b"\x55\x54\x01\x00\x00" + field
    assert entry_name(entry) == NAME


def read_all(sources: Sources, *places: Path) -> dict[str, bytes]:
    return {
        file.location.removeprefix(f"{places[0].parent}/"): sources.read(file)
        for file in sources.files(places)
    }


def test_two_entries_of_one_name_are_two_files(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with pytest.warns(UserWarning):
        path.write_bytes(zipped(("dup.txt", b"1"), ("dup.txt", b"2"), ("dup (2).txt", b"3")))
    assert read_all(Sources(Limits()), path) == {
        "a.zip!/dup.txt": b"1",
        "a.zip!/dup (2).txt": b"2",
        "a.zip!/dup (2) (2).txt": b"3",
    }


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store", "sub/.DS_Store", "__MACOSX/a.txt", "__MACOSX/sub/._a.txt", "sub/._a.txt",
        "Thumbs.db", "thumbs.db", "desktop.ini", "~$ke hoach.docx", ".~lock.a.odt#",
    ],
)  # fmt: skip
def test_litter_is_passed_over_and_told(name: str, archive: Archive, tmp_path: Path) -> None:
    assert is_litter(name)
    folder = tmp_path / "kho"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(b"x")
    (folder / "plan.txt").write_text("plan")
    (folder / "a.zip").write_bytes(zipped((name, b"x"), ("in zip.txt", b"packed")))
    account = ingest_paths([folder], archive, Settings(), Readers())
    assert (account.total, account.failed) == (2, 0)
    assert account.passed_over == sorted([f"{folder}/{name}", f"{folder}/a.zip!/{name}"])


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


def test_pipes_and_links_out_of_the_folder_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.txt").write_text("b")
    (folder / "a.txt").write_text("a")
    (folder / "sub" / "own link.txt").symlink_to(folder / "a.txt")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "sub" / "up.txt").symlink_to("../../secret.txt")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "gone.txt").symlink_to(tmp_path / "nothing")
    os.mkfifo(folder / "pipe.txt")
    sources = Sources(Limits())
    assert set(read_all(sources, folder)) == {"kho/a.txt", "kho/sub/own link.txt"}
    assert sorted(Path(path).name for path in sources.passed_over) == [
        "folder", "gone.txt", "out.txt", "pipe.txt", "up.txt",
    ]  # fmt: skip
    with pytest.raises(FileMissing):
        list(sources.files([folder / "pipe.txt"]))


def test_archives_in_archives_to_their_depth(tmp_path: Path) -> None:
    data = zipped(("deep.txt", b"deep"))
    for depth in range(3):
        data = zipped((f"{depth}.zip", data), (f"{depth}.txt", b"%d" % depth))
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    found = read_all(Sources(Limits(nesting=3)), path)
    assert {name: data for name, data in found.items() if not name.endswith(".zip")} == {
        "a.zip!/2.txt": b"2",
        "a.zip!/2.zip!/1.txt": b"1",
        "a.zip!/2.zip!/1.zip!/0.txt": b"0",
    }
    assert "a.zip!/2.zip!/1.zip!/0.zip" in found
    whole = read_all(Sources(Limits(nesting=4)), path)
    assert whole["a.zip!/2.zip!/1.zip!/0.zip!/deep.txt"] == b"deep"
    assert all(SourceFile.at(name).location == name for name in whole)
    assert {SourceFile.at(name).container for name in whole} == {"a.zip"}


def test_damaged_and_bottomless_archives_inside_are_files(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    big = zipped(("big.txt", bytes(900_000)))
    path.write_bytes(zipped(("bad.zip", b"PK nothing"), ("one.zip", big), ("two.zip", big)))
    found = read_all(Sources(Limits(unpacked_bytes=1_000_000)), path)
    assert set(found) == {"a.zip!/bad.zip", "a.zip!/one.zip!/big.txt", "a.zip!/two.zip"}


def test_a_mail_gives_its_text_and_its_attachments(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Gửi kế hoạch"
    mail.set_content("Kính gửi các trường, nộp trước ngày 20/10/2023.")
    mail.add_alternative("<p>Kính gửi</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="kế hoạch.pdf")
    packed = zipped(("b.txt", b"b"))
    mail.add_attachment(packed, maintype="application", subtype="zip", filename="a.zip")
    path = tmp_path / "thư.eml"
    path.write_bytes(mail.as_bytes())
    found = read_all(Sources(Limits()), path)
    assert found.pop("thư.eml!/body.txt").decode().startswith("Kính gửi các trường, nộp")
    assert found == {"thư.eml!/kế hoạch.pdf": b"%PDF", "thư.eml!/a.zip!/b.txt": b"b"}
    assert SourceFile.at("thư.eml!/a.zip!/b.txt") == SourceFile("thư.eml", "a.zip!/b.txt")


def test_nothing_inside_is_told_by_the_file_itself(tmp_path: Path) -> None:
    for name, data in (("a.zip", zipped()), ("b.eml", b""), ("c.eml", b"Subject: x\r\n\r\n")):
        (tmp_path / name).write_bytes(data)
        assert [file.name for file in Sources(Limits()).files([tmp_path / name])] == [name]


def test_parts_within_parts_and_mails_in_a_mail_are_read(tmp_path: Path) -> None:
    """As phones nest them: the files in one form of the text, a mail sent on, a logo in the text."""
    sent = EmailMessage()
    sent["Subject"] = "Kế hoạch"
    sent.set_content("Kính gửi các trường.")
    sent.add_attachment(b"%PDF 2", maintype="application", subtype="pdf", filename="2.pdf")
    rich = EmailMessage()
    rich.set_content("<p>Kính gửi</p>", subtype="html")
    rich.add_related(b"logo", maintype="image", subtype="png", cid="<logo>")
    rich.add_attachment(b"%PDF 1", maintype="application", subtype="pdf", filename="1.pdf")
    del rich["MIME-Version"]
    mail = EmailMessage()
    mail.set_content("Kính gửi")
    mail.make_alternative()
    mail.attach(rich)
    mail.make_mixed()
    mail.add_attachment(sent)
    mail.add_attachment(
        "Céng hoµ".encode("latin-1"), maintype="text", subtype="plain", filename="3.txt"
    )
    path = tmp_path / "thư.eml"
    path.write_bytes(mail.as_bytes())
    assert {name: data.strip() for name, data in read_all(Sources(Limits()), path).items()} == {
        "thư.eml!/body.txt": "Kính gửi".encode(),
        "thư.eml!/1.pdf": b"%PDF 1",
        "thư.eml!/mail 2.eml!/body.txt": "Kính gửi các trường.".encode(),
        "thư.eml!/mail 2.eml!/2.pdf": b"%PDF 2",
        "thư.eml!/3.txt": "Céng hoµ".encode("latin-1"),
    }


def test_a_mail_over_its_limit_is_refused_and_not_cut(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail.set_content("Kính gửi các trường. " * 50)
    (tmp_path / "thư.eml").write_bytes(mail.as_bytes())
    (tmp_path / "a.zip").write_bytes(zipped(("trong.eml", mail.as_bytes()), ("b.txt", b"b")))
    sources = Sources(Limits(file_bytes=500))
    files = {file.name: file for file in sources.files([tmp_path])}
    assert set(files) == {"thư.eml", "trong.eml", "b.txt"}
    for name in ("thư.eml", "trong.eml"):
        with pytest.raises(LimitExceeded):
            sources.read(files[name])


def test_what_one_packed_file_raises_is_its_own_failure(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("inner.zip", zipped(("a.txt", b"a")) * 20)
        archive.writestr("b.txt", b"b")
    data = bytearray(buffer.getvalue())
    start = data.index(b"inner.zip") + len("inner.zip")
    data[start + 4 : start + 9] = b"\xff" * 5  # the properties of LZMA
    (tmp_path / "a.zip").write_bytes(data)
    sources = Sources(Limits())
    whole, broken = sources.files([tmp_path / "a.zip"])
    assert sources.read(whole) == b"b"
    with pytest.raises(BrokenFile):
        sources.read(broken)


def test_an_archive_that_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    sources = Sources(Limits())
    for name in ("old.txt", "new.txt"):
        path.write_bytes(zipped((name, name.encode())))
        assert list(read_all(sources, path).values()) == [name.encode()]


def test_many_entries_of_one_name_take_one_look_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0

    class Counted(set[str]):
        def __contains__(self, name: object) -> bool:
            nonlocal looks
            looks += 1
            return super().__contains__(name)

    names = packed._Names()
    monkeypatch.setattr(names, "_taken", Counted())
    assert len({names.unused("a.txt") for _ in range(500)}) == 500
    assert looks < 1500
