"""The check of labels, classes of words, copies of documents: what training makes by itself."""

import lzma
from pathlib import Path
from typing import Any

import pytest

from extract.learned import word_classes
from extract.record import Header, HeaderEvidence, Record, Source
from extract.training import classes, labels
from extract.training.documents import Annotated, copies
from ingest.page import Document, Kind
from normalize.text import Paragraph, Text, TextLine

TRUTH: dict[str, Any] = {
    "header": {"number": "12/KH-PGDĐT"}, "references": [], "sections": [], "pairings": [], "deadlines": [],
    "responsibilities": [], "recipients": [], "filed_at": [], "signers": [], "contacts": [],
}  # fmt: skip


def document(*lines: str) -> Annotated:
    printed = tuple(TextLine(1, line, line, ()) for line in lines)
    text = Text(printed, (Paragraph("".join(lines), ()),))
    return Annotated(
        Path("base"), "a", "text", "kế hoạch", "one", Document("0" * 64, Kind.TEXT, ()), text, TRUTH
    )


@pytest.mark.parametrize(("confidence", "told"), [(0.95, 1), (0.5, 0)])
def test_a_sure_reading_against_the_truth_is_told_beside_what_it_contradicts(
    confidence: float, told: int, tmp_path: Path
) -> None:
    header = Header(number="12/KH-PGD", support={"number": HeaderEvidence(confidence=confidence)})
    record = Record(source=Source(sha256="0" * 64, media_type=Kind.TEXT), header=header)
    found = labels.slips([document("Số")], {"a": record.model_dump(mode="json")})
    assert len(found) == told
    labels.write(found, tmp_path / "slips.tsv")
    rows = (tmp_path / "slips.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert [row.split("\t")[3:] for row in rows] == [["12/KH-PGD", "12/KH-PGDĐT"]] * told


def test_copies_have_the_truth_and_the_group_of_their_document(tmp_path: Path) -> None:
    (made,) = copies([document("Kế hoạch năm học của Phòng Giáo dục")], cache=tmp_path, processes=1)
    assert (made.name, made.form, made.of, made.group) == ("a bare", "bare", "a", "one")
    assert made.truth is TRUTH
    assert made.document.pages[0].lines


def test_words_used_alike_fall_into_one_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, verbs = ("an", "bình", "cúc", "dung"), ("chỉ đạo", "đôn đốc")
    lines = [f"bà {name} {verb} các trường" for name in names for verb in verbs] * 40
    file = tmp_path / "lines.txt.xz"
    with lzma.open(file, "wt", encoding="utf-8") as out:
        out.write("\n".join(lines))
    monkeypatch.setattr(classes, "BOUND", 0.75)
    monkeypatch.setattr(classes, "CLASSES", 3)
    monkeypatch.setattr(classes, "DIMENSIONS", 3)
    found = classes.classes([file])
    assert found["chi_dao"] == found["don_doc"]
    assert len({found[name] for name in ("an", "binh", "cuc", "dung")}) == 1
    assert found["an"] != found["chi_dao"]


def test_a_word_that_is_not_known_has_the_class_of_unknown_words() -> None:
    assert word_classes.classes_of(("xqzv",)) == [word_classes.UNKNOWN]
    assert word_classes.joined(("chi", "dao", "12", "truong"), {"chi_dao"}) == [
        "chi_dao",
        "0",
        "truong",
    ]
