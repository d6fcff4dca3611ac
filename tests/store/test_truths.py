"""What reviewers settled, exported as truths and read back as documents to train on."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.app import app
from extract.record import (
    Contact,
    Deadline,
    FiledAt,
    Header,
    HeaderEvidence,
    PageReading,
    Pairing,
    Recipient,
    Record,
    RecordProblem,
    Reference,
    Responsibility,
    Section,
    Signer,
    Source,
    UnitMention,
)
from extract.training.documents import load
from ingest.errors import BadRequest, StoreFailed
from ingest.page import Kind
from store.archive.archive import Archive
from store.documents.originals import content_hash
from store.learning.truths import Truth, export_truths

OFFICE = "Phòng Giáo dục và Đào tạo huyện Bến Đò"
LETTER = "Số: 45/KH-PGDĐT\nKẾ HOẠCH\nTổ chức ngày hội đọc sách\n".encode()
TRUTH: Truth = {
    "header": {
        "issuer": OFFICE,
        "parent_issuer": None,
        "number": "45/KH-PGDĐT",
        "place": None,
        "issued_on": "2023-09-05",
        "kind": "kế hoạch",
        "title": "Tổ chức ngày hội đọc sách",
        "period": None,
        "addressees": ["Các trường tiểu học"],
        "optional": [],
    },
    "references": [{"kind": "luật", "number": None, "issued_on": "2019", "issuer": None}],
    "sections": [{"label": "I", "level": 1, "heading": "Mục đích"}],
    "pairings": [
        {"units": ["Trường A", "Trường B"], "origin": "table", "table": 1, "row": 2},
    ],
    "deadlines": [
        {
            "text": "trước ngày 15/6 hằng năm",
            "edtf": "XXXX-06-15",
            "relation": "before",
            "recurrence": "yearly",
            "actors": ["Các trường"],
            "task": "báo cáo",
        },
    ],
    "responsibilities": [
        {
            "actor": "Các trường",
            "task": "báo cáo về Phòng",
            "partners": ["Hội phụ huynh"],
            "report_to": [OFFICE],
        },
    ],
    "recipients": [
        {"name": "UBND huyện", "purpose": "để báo cáo"},
        {"name": "Các trường", "purpose": None},
    ],
    "signers": [{"name": "Phạm Thu Thảo", "title": "Trưởng phòng", "unit": None, "mark": None}],
    "contacts": [{"unit": None, "kind": "phone", "value": "0123 456 789"}],
    "filed_at": ["VT"],
}


def letter(data: bytes, **changed: object) -> Record:
    """A record of which every value waits but that of the recipient "Các trường", which is sure."""
    unsure = {name: HeaderEvidence() for name in ("issuer", "number", "title", "addressees")}
    made = Record(
        source=Source(sha256=content_hash(data), media_type=Kind.TEXT, pages=[page("plain-text")]),
        header=Header(
            issuer=[OFFICE], number="45/KH-PGDĐT", issued_on="2023-09-05", kind="kế hoạch",
            title="Tổ chức ngày hội đọc sách", addressees=["Các trường tiểu học"], support=unsure,
        ),
        references=[Reference(kind="luật", issued_on="2019", title="Luật Giáo dục")],
        sections=[Section(label="I", level=1, heading="Mục đích")],
        pairings=[
            Pairing(
                units=[UnitMention(name="Trường A"), UnitMention(name="Trường B")],
                origin="table", table=1, row=2,
            )
        ],
        deadlines=[
            Deadline(
                text="trước ngày 15/6 hằng năm", edtf="XXXX-06-15", relation="before",
                recurrence="yearly", actors=["Các trường"], task="báo cáo",
            )
        ],
        responsibilities=[
            Responsibility(
                actor="Các trường", task="báo cáo về Phòng", partners=["Hội phụ huynh"],
                report_to=[OFFICE],
            )
        ],
        recipients=[
            Recipient(name="UBND huyện", purpose="để báo cáo"),
            Recipient(name="Các trường", confidence=1.0),
        ],
        filed_at=[FiledAt(name="VT")],
        signers=[Signer(name="Phạm Thu Thảo", title="Trưởng phòng")],
        contacts=[Contact(unit=None, kind="phone", value="0123 456 789")],
    )  # fmt: skip
    return made.model_copy(update=changed)


def page(origin: str, quality: str = "sound", number: int = 1) -> PageReading:
    return PageReading(page=number, origin=origin, quality=quality, reason="")


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(tmp_path / "originals"))
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


def stored(archive: Archive, data: bytes = LETTER, **changed: object) -> str:
    sha256 = archive.accept(data, "a.txt")[0].sha256
    archive.save_reading(sha256, letter(data, **changed), ["chữ"])
    return sha256


def accept_waiting(archive: Archive, sha256: str, *but: str) -> None:
    """Accept what review asks for, except for the values at some pointers."""
    for one in archive.queue(100, sha256):
        if one.confidence < 1 and one.pointer not in but:
            archive.decide(sha256, one.pointer, one.value, one.value, "Lan", reject=not one.value)


def index(folder: Path) -> list[dict[str, str]]:
    with (folder / "INDEX.tsv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table, delimiter="\t"))


def truth(folder: Path) -> Truth:
    """The one truth of a folder."""
    (row,) = index(folder)
    written: Truth = json.loads((folder / f"{row['name']}.json").read_text(encoding="utf-8"))
    return written


def test_what_is_settled_is_read_back_as_a_document_to_train_on(
    archive: Archive, tmp_path: Path
) -> None:
    sha256 = stored(archive)
    accept_waiting(archive, sha256)
    told = list[tuple[int, int]]()
    written = export_truths(archive, tmp_path / "office", progress=lambda *now: told.append(now))
    assert (written, told) == ((1, Counter()), [(1, 1)])
    (one,) = load(tmp_path / "office", cache=tmp_path / "cache", processes=1)
    assert (one.name, one.form, one.kind) == (sha256[:16], "text", "kế hoạch")
    assert one.group == "phòng-giáo-dục-và-đào-tạo-huyện-bến-đò"
    assert one.truth == TRUTH
    assert one.text.page_texts[0].startswith("Số: 45/KH-PGDĐT")


def test_values_are_written_as_corrected_and_without_what_was_rejected(
    archive: Archive, tmp_path: Path
) -> None:
    sha256 = stored(archive)
    accept_waiting(archive, sha256)
    decide = [
        ("/header/number", "45/KH-PGDĐT", "46/KH-PGDĐT"),
        ("/deadlines/0/edtf", "XXXX-06-15", ""),
        ("/recipients/0/name", "UBND huyện", ""),
        ("/pairings/0/units/1/name", "Trường B", ""),
    ]
    for pointer, before, after in decide:
        archive.decide(sha256, pointer, before, after, "Lan", reopen=True, reject=not after)
    export_truths(archive, tmp_path / "office")
    assert truth(tmp_path / "office") == TRUTH | {
        "header": TRUTH["header"] | {"number": "46/KH-PGDĐT"},
        "deadlines": [TRUTH["deadlines"][0] | {"edtf": None}],
        "recipients": TRUTH["recipients"][1:],
        "pairings": [],
    }


def test_documents_of_which_a_value_waits_go_on_request_and_mark_it(
    archive: Archive, tmp_path: Path
) -> None:
    waiting = [Recipient(name=name) for name in ("Một", "Hai", "Ba")]
    sha256 = stored(archive, recipients=waiting)
    accept_waiting(archive, sha256, "/header/title", "/recipients/2/name")
    archive.decide(sha256, "/recipients/0/name", "Một", "", "Lan", reopen=True, reject=True)
    folder = tmp_path / "office"
    assert export_truths(archive, folder) == (0, {"values still wait for a reviewer": 1})
    assert index(folder) == []
    assert export_truths(archive, folder, with_open=True) == (1, {})
    written = truth(folder)
    assert written["header"]["optional"] == ["title"]
    assert written["recipients"] == [
        {"name": "Hai", "purpose": None},
        {"name": "Ba", "purpose": None, "optional": True},
    ]
    assert written["deadlines"] == TRUTH["deadlines"]


def test_what_nobody_settled_or_nothing_read_whole_is_left_out(
    archive: Archive, tmp_path: Path
) -> None:
    stored(archive, b"unseen")
    failed = [RecordProblem(component="ingest", message="torn", page=2)]
    accept_waiting(archive, stored(archive, b"torn", problems=failed))
    archive.accept(b"unread", "b.txt")
    gone = stored(archive, b"gone")
    accept_waiting(archive, gone)
    archive.original(gone).unlink()
    written = export_truths(archive, tmp_path / "office", with_open=True)
    assert written == (
        0,
        {
            "not read": 1,
            "nothing settled by a reviewer": 1,
            "not read completely": 1,
            "original missing": 1,
        },
    )


def test_an_export_again_is_the_same_and_follows_the_store(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    for data in (LETTER, b"another"):
        accept_waiting(archive, stored(archive, data))

    def files() -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    export_truths(archive, folder)
    before = files()
    export_truths(archive, folder)
    assert len(before) == 5 and files() == before
    again = archive.decisions(sha256 := content_hash(LETTER))[-1]
    archive.undo(sha256, again.id, "Lan")
    export_truths(archive, folder)
    assert set(before) - set(files()) == {f"{sha256[:16]}.json", f"documents/{sha256[:16]}.txt"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.txt", "mine"),
        ("INDEX.tsv", "name\tform\na\ttext\n"),
        (
            "INDEX.tsv",
            "name\tdocument\tform\tkind\tissuer_group\tsource\n000\ta.txt\ttext\tluật\tb\tc\n",
        ),
        (
            "INDEX.tsv",
            "name\tdocument\tform\tkind\tissuer_group\tsource\n../a\ta.txt\ttext\tluật\tb\treviewed\n",
        ),
    ],
)
def test_a_folder_of_other_things_is_left_alone(
    archive: Archive, tmp_path: Path, name: str, text: str
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadRequest, match="new or empty folder"):
        export_truths(archive, folder)
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_text(encoding="utf-8") == text


def test_a_file_is_no_folder(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(StoreFailed):
        export_truths(archive, tmp_path / "taken")


@pytest.mark.parametrize(
    ("kind", "origin", "quality", "form", "suffix"),
    [
        (Kind.TEXT, "plain-text", "garbled", "spoiled", "txt"),
        (Kind.PDF, "text-layer", "sound", "pdf", "pdf"),
        (Kind.PDF, "text-layer", "bare", "spoiled", "pdf"),
        (Kind.PDF, "ocr", "absent", "scan", "pdf"),
        (Kind.JPEG, "ocr", "absent", "scan", "jpeg"),
        (Kind.DOCX, "docx", "sound", "docx", "docx"),
    ],
)
def test_the_form_is_how_most_pages_were_read(
    archive: Archive, tmp_path: Path, kind: Kind, origin: str, quality: str, form: str, suffix: str
) -> None:
    source = Source(
        sha256=content_hash(LETTER), media_type=kind,
        pages=[page("text-layer"), page(origin, quality, 2), page(origin, quality, 3)],
    )  # fmt: skip
    accept_waiting(archive, stored(archive, source=source))
    export_truths(archive, tmp_path / "office")
    (row,) = index(tmp_path / "office")
    assert (row["form"], row["document"]) == (form, f"documents/{row['name']}.{suffix}")
    assert (tmp_path / "office" / row["document"]).read_bytes() == LETTER


def test_issuers_in_any_spelling_are_one_group(archive: Archive, tmp_path: Path) -> None:
    heads = (
        Header(issuer=["Uỷ ban nhân dân xã Bến Đò"]),
        Header(issuer=["ỦY BAN NHÂN DÂN XÃ BẾN ĐÒ"]),
    )
    for data, header in zip((b"one", b"two"), heads, strict=True):
        accept_waiting(archive, stored(archive, data, header=header))
    export_truths(archive, tmp_path / "office")
    assert {row["issuer_group"] for row in index(tmp_path / "office")} == {
        "ủy-ban-nhân-dân-xã-bến-đò"
    }


def test_the_command_tells_what_was_exported_and_why_not_all(
    archive: Archive, tmp_path: Path
) -> None:
    accept_waiting(archive, stored(archive))
    accept_waiting(archive, stored(archive, b"open"), "/signers/0/name")
    folder = str(tmp_path / "office")
    done = CliRunner().invoke(app, ["truth", "export", folder])
    assert done.stdout == (
        "1 documents exported, 1 skipped\n  1 values still wait for a reviewer\n"
    )
    whole = CliRunner().invoke(app, ["truth", "export", folder, "--all"])
    assert whole.stdout == "2 documents exported, 0 skipped\n"
    refused = CliRunner().invoke(app, ["truth", "export", str(tmp_path)])
    assert (refused.exit_code, refused.stdout) == (12, "")
    assert "new or empty folder" in refused.stderr
