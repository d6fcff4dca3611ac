"""One PDF that holds several documents: told, and taken apart only where that is asked for."""

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from typer.testing import CliRunner

from api.cli.app import app
from batch import Account, Outcome, ingest_paths
from batch.sources import Cut, SourceFile, Sources, pages_of
from extract.record import PageReading, RecordProblem
from ingest.errors import BrokenFile
from ingest.limits import Limits
from settings import Settings
from store.archive.archive import Archive
from tests.readings import Readers, record_of
from tests.test_packed import zipped


def pdf_of(count: int) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        for number in range(count):
            pdf.add_blank_page(page_size=(200 + number, 300))
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def widths(data: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [int(page.mediabox[2]) for page in pdf.pages]


def outcome(data: bytes) -> Outcome:
    """A worker that finds a further document on the third page of a file."""
    record = record_of(data, str(widths(data)))
    record.source.pages = [
        PageReading(page=n, origin="ocr", quality="absent", reason="")
        for n in range(1, len(widths(data)) + 1)
    ]
    if len(record.source.pages) > 2:
        record.problems.append(RecordProblem(component="another-document", message="", page=3))
    return Outcome(record.model_dump_json(), ("",) * len(record.source.pages))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/store.db", tmp_path / "originals")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "quét.pdf").write_bytes(pdf_of(4))
    (folder / "một.pdf").write_bytes(pdf_of(1))
    (folder / "a.zip").write_bytes(zipped(("trong.PDF", pdf_of(5))))
    return folder


def run(folder: Path, archive: Archive, split: bool = True) -> tuple[Account, list[str]]:
    told: list[str] = []

    def tell(parts: Sequence[SourceFile]) -> None:
        told.extend(part.location.removeprefix(f"{folder}/") for part in parts)

    readers = Readers(outcome)
    account = ingest_paths([folder], archive, Settings(), readers, None, tell if split else None)
    return account, told


def test_without_asking_a_file_is_told_and_stays_whole(folder: Path, archive: Archive) -> None:
    account, told = run(folder, archive, split=False)
    assert [Path(one).name for one in account.several] == ["trong.PDF", "quét.pdf"]
    assert (account.total, told) == (3, [])
    assert len(archive.documents(10)) == 3


def test_asked_for_each_document_is_read_beside_the_whole(folder: Path, archive: Archive) -> None:
    account, told = run(folder, archive)
    assert told == [
        "a.zip!/trong.PDF!/trong, pages 1-2.pdf",
        "a.zip!/trong.PDF!/trong, pages 3-5.pdf",
        "quét.pdf!/quét, pages 1-2.pdf",
        "quét.pdf!/quét, pages 3-4.pdf",
    ]
    assert (account.total, account.failed) == (7, 0)
    # "trong, pages 1-2" and "quét, pages 1-2" are the same two pages: one document of one name.
    assert {row.number for row in archive.documents(10)} == {
        "[200]", "[200, 201]", "[202, 203]", "[202, 203, 204]",
        "[200, 201, 202, 203]", "[200, 201, 202, 203, 204]",
    }  # fmt: skip


def test_again_nothing_is_read_twice(folder: Path, archive: Archive) -> None:
    run(folder, archive)
    account, told = run(folder, archive)
    assert (account.known, account.total, len(told)) == (7, 7, 4)


@pytest.mark.parametrize("place", ["/kho/a.pdf", "/kho/a.zip!/b/a.pdf", "s3://kho/a.pdf"])
def test_the_location_of_a_part_leads_to_its_pages(place: str) -> None:
    part = SourceFile.at(place).part(3, 12)
    assert part.name == "a, pages 3-12.pdf"
    assert SourceFile.at(part.location) == part
    assert part.cut == Cut(SourceFile.at(place), 3, 12)
    assert SourceFile.at(place).cut is None


def test_pages_are_always_the_same_bytes_and_the_whole_is_not_touched(folder: Path) -> None:
    path = folder / "quét.pdf"
    before = path.read_bytes()
    part = SourceFile(str(path)).part(2, 3)
    data = Sources(Limits()).read(part)
    assert widths(data) == [201, 202]
    assert Sources(Limits()).read(part) == data
    assert path.read_bytes() == before
    with pytest.raises(BrokenFile):
        pages_of(b"%PDF-1.7 nothing", 1, 2)


def test_the_command_reads_one_record_a_line(tmp_path: Path) -> None:
    from tests.extract.test_parts import FIRST, SECOND

    path = tmp_path / "hai.txt"
    path.write_text("\f".join("\n".join(page) for page in (FIRST, SECOND)), encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", "--split", "--json", str(path)])
    assert result.exit_code == 0
    assert "documents by pages: 1-1; 2-2" in result.stderr
    numbers = [json.loads(line)["header"]["number"] for line in result.stdout.splitlines()]
    assert numbers == ["45/KH-PGDĐT", "12/TB-UBND"]
