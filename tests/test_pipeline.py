"""One document from bytes to record: the way through all rooms, and what is refused."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdf
import pytest
from PIL import Image

import pipeline
from batch import read_original
from ingest.errors import (
    BrokenFile,
    EmptyFile,
    EncryptedFile,
    LimitExceeded,
    UnknownKind,
    VanbanError,
)
from ingest.limits import Limits
from ingest.page import Quality
from ingest.text_layer.verdict import judge
from normalize.document import restore_plain, restored_text
from normalize.folding import strip_diacritics
from samples.make import DOCUMENTS, TRUTH
from tests.shared_folder import SHARED, needs_shared

# What the scripts of the trial documents must give at least: micro F1 of the record by seed, and
# the share of words right in the restored text of the spoiled one.
RECORD_FLOORS = {"000": 0.65, "001": 0.85, "003": 0.75}
SPOILED, SPOILED_FLOOR = "000", 0.85


def read(name: str) -> pipeline.Reading:
    return pipeline.read((DOCUMENTS / name).read_bytes(), Limits())


def test_each_page_is_told_when_it_has_been_read(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    data = (DOCUMENTS / "ket-nghia-bang.pdf").read_bytes()
    pipeline.read(data, Limits(), told=lambda page, pages: told.append((page.number, pages)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    read_original(DOCUMENTS / "ket-nghia-bang.pdf", Limits(), progress=tmp_path / "told")
    assert (tmp_path / "told").read_text() == "3/3"


def test_a_document_keeps_all_three_of_its_states() -> None:
    """As read, as restored, as understood."""
    reading = read("cong-van-mat-dau.pdf")
    raw = " ".join(line.text for page in reading.document.pages for line in page.lines)
    text = " ".join(line.text for line in reading.text.lines)
    assert "Giao duc va" in raw
    assert "Giáo dục và" in text
    assert reading.record.header.kind == "công văn"
    assert reading.record.source.sha256 == reading.document.sha256
    assert len(reading.text.lines) == sum(len(page.lines) for page in reading.document.pages)


@pytest.mark.parametrize("name", ["ke-hoach-mat-dau.txt", "thong-bao-vni.txt"])
def test_the_same_bytes_give_the_same_record(name: str) -> None:
    assert read(name).record == read(name).record


def test_a_document_that_is_cited_helps_to_read_the_citing_one() -> None:
    data = "\n".join(
        ["KE HOACH", "", "Cac truong mo thu vien cho hoc sinh muon sach.",
         "Truong Tieu hoc Suoi Bac va Truong THCS Ben Gao ket nghia voi nhau."]
    ).encode()  # fmt: skip
    cited = ["Trường Tiểu học Suối Bậc ở cạnh Trường THCS Bến Gáo."]
    alone = pipeline.read(data, Limits()).text.lines[-1].text
    told = pipeline.read(data, Limits(), cited).text.lines[-1].text
    assert alone != told
    assert told.startswith("Trường Tiểu học Suối Bậc và Trường THCS Bến Gáo")


@pytest.mark.parametrize("stem", ["ke-hoach-mat-dau", "cong-van-mat-dau", "ke-hoach-quet"])
def test_restoring_a_restored_text_changes_nothing(stem: str) -> None:
    truth = (TRUTH / f"{stem}.txt").read_text(encoding="utf-8").replace("\f", "\n").split("\n")
    bare = [strip_diacritics(line) for line in truth]
    once = restore_plain(bare)
    assert len(once) == len(truth)
    assert once != bare
    assert restore_plain(once) == once


def pdf(tmp_path: Path) -> bytes:
    path = tmp_path / "page.pdf"
    Image.new("L", (200, 100), 255).save(path, "PDF")
    return path.read_bytes()


def encrypted(tmp_path: Path) -> bytes:
    path = tmp_path / "page.pdf"
    pdf(tmp_path)
    writer = pypdf.PdfWriter(clone_from=path)
    writer.encrypt("bí mật", algorithm="RC4-128")
    writer.write(path)
    return path.read_bytes()


def refused(data: bytes, limits: Limits | None = None) -> VanbanError:
    with pytest.raises(VanbanError) as caught:
        pipeline.read(data, limits or Limits())
    return caught.value


def test_an_encrypted_document_is_refused(tmp_path: Path) -> None:
    assert isinstance(refused(encrypted(tmp_path)), EncryptedFile)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"   \n \n", EmptyFile),
        (b"%PDF-1.7 and nothing behind it", BrokenFile),
        (b"\x7fELF" + bytes(range(256)), UnknownKind),
        (b"PK\x03\x04" + b"\0" * 40, VanbanError),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, BrokenFile),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, BrokenFile),
    ],
    ids=["empty", "blank", "pdf", "program", "zip", "png", "jpeg"],
)
def test_what_is_no_document_is_refused_with_advice(data: bytes, error: type[VanbanError]) -> None:
    caught = refused(data)
    assert isinstance(caught, error)
    assert caught.message and caught.advice
    assert caught.exit_code != VanbanError.exit_code
    assert 400 <= caught.http_status < 500


@pytest.mark.parametrize(
    "name", ["ke-hoach-quet.pdf", "ke-hoach-nam-hoc.docx", "huong-dan-chup.jpg"]
)
@pytest.mark.parametrize("share", [0.1, 0.5])
def test_half_a_file_is_refused_or_read_with_its_problems_told(name: str, share: float) -> None:
    whole = (DOCUMENTS / name).read_bytes()
    try:
        reading = pipeline.read(whole[: int(len(whole) * share)], Limits(ocr_seconds=20))
    except VanbanError as error:
        assert error.advice
    else:
        assert reading.record.problems or reading.text.lines


def test_a_file_over_the_limit_is_refused() -> None:
    data = (DOCUMENTS / "thong-bao-vni.txt").read_bytes()
    assert isinstance(refused(data, Limits(file_bytes=100)), LimitExceeded)


def script(name: str) -> ModuleType:
    """A script of the shared folder as a module."""
    found = importlib.util.spec_from_file_location(name, SHARED / "eval" / f"{name}.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def seed(name: str) -> Path:
    (path,) = (SHARED / "seeds").glob(f"{name}_*.txt")
    return path


@needs_shared
@pytest.mark.parametrize(("name", "floor"), RECORD_FLOORS.items())
def test_records_of_the_seeds(name: str, floor: float) -> None:
    judge_records = script("score_record")
    truth: dict[str, Any] = json.loads((SHARED / f"gold/{name}.json").read_text(encoding="utf-8"))
    record = pipeline.read(seed(name).read_bytes(), Limits()).record
    assert record.problems == []
    result = judge_records.score(truth, json.loads(record.model_dump_json()))
    totals = [sum(field[k] for field in result.values()) for k in range(3)]
    assert judge_records.f1(*totals)[2] >= floor


@needs_shared
def test_the_text_of_the_spoiled_seed() -> None:
    source = seed(SPOILED).read_text(encoding="utf-8")
    truth = (SHARED / f"gold/{SPOILED}.txt").read_text(encoding="utf-8")
    answer = "\n".join(restore_plain(source.split("\n")))
    assert answer.count("\n") == source.count("\n")
    assert script("score_text").score(truth, answer, source)["word_accuracy"] >= SPOILED_FLOOR


@needs_shared
@pytest.mark.parametrize("name", ["001", "003"])
def test_sound_seeds_are_left_alone(name: str) -> None:
    source = seed(name).read_text(encoding="utf-8")
    assert judge(source).quality is Quality.SOUND
    answer = "\n".join(restore_plain(source.split("\n")))
    assert script("score_text").score(source, answer, source)["harm"] == 0


def test_a_sound_text_is_read_without_the_models_of_restoration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They take a second to load, and what they would say of it is nothing."""
    sound = "Kế hoạch tổ chức khai giảng năm học 2023-2024 của các trường tiểu học.".encode()
    document, whole = pipeline.restore(sound, Limits())
    assert restored_text(document, pipeline.restorer()) == whole

    def refuse() -> None:
        raise AssertionError("the models were loaded")

    monkeypatch.setattr(pipeline, "restorer", refuse)
    assert pipeline.restore(sound, Limits())[1] == whole
