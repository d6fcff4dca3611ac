"""From a correction to the next document: what was settled once is read rightly then, and no more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from batch import read_original, store_outcome
from extract.record import Record
from ingest.limits import Limits
from normalize.folding import strip_diacritics
from settings import Settings
from store.archive.archive import Archive

HEAD = (
    "ỦY BAN NHÂN DÂN HUYỆN VŨ THƯ\nSố: {n}/KH-UBND\nVũ Thư, ngày 14 tháng 01 năm 2022\nKẾ HOẠCH\n"
)
FIRST = HEAD.format(n=26) + (
    "Tổ chức hội thi giáo viên dạy giỏi cấp tiểu học năm học 2021-2022\n"
    "Các trường tiểu học gửi báo cáo về Phòng Giáo dục và Đào tạo trước ngày 20/02/2022.\n"
    "CHỦ TỊCH\nNguyễn Thị Thụy\n"
)
NEXT = HEAD.format(n=31) + (
    "Kiểm tra công tác phòng cháy chữa cháy tại các trường mầm non\n"
    "Các trường mầm non lập danh sách đăng ký trước ngày 15/03/2022.\n"
    "CHỦ TỊCH\nNguyễn Thị Thụy\n"
)
SIGNER = "/signers/0/name"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(tmp_path / "originals"))
    settings = Settings()
    yield Archive(settings.store, settings.originals)
    pipeline._lexicon.cache_clear()


def signer(archive: Archive, text: str) -> tuple[str, str]:
    """Read a text as a batch does and keep it; its identity and who signed it."""
    sha256 = archive.accept(text.encode(), "a.txt")[0].sha256
    outcome = read_original(archive.location(sha256), Limits())
    store_outcome(archive, sha256, Record.model_validate_json(outcome.record), outcome)
    (signer,) = archive.record(sha256).signers
    return sha256, signer.name


def test_a_corrected_word_is_read_rightly_in_the_next_document(archive: Archive) -> None:
    sha256, read = signer(archive, strip_diacritics(FIRST))
    assert read != "Nguyễn Thị Thụy"
    decision = archive.decide(sha256, SIGNER, read, "Nguyễn Thị Thụy", "Lan")
    _, learned = signer(archive, strip_diacritics(NEXT))
    assert learned == "Nguyễn Thị Thụy"
    archive.undo(sha256, decision.id, "Lan")
    _, again = signer(archive, strip_diacritics(NEXT))
    assert again == read


def test_a_correction_does_not_touch_sound_text(archive: Archive) -> None:
    sha256, read = signer(archive, strip_diacritics(FIRST))
    archive.decide(sha256, SIGNER, read, "Nguyễn Thị Thụy", "Lan")
    _, sound = signer(archive, NEXT.replace("Thụy", "Thủy"))
    assert sound == "Nguyễn Thị Thủy"
