"""How truths are laid to items, folds, figures, and a whole small training. All wording is invented."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extract.learned.models import NO, YES, Tagger, Trees
from extract.training import duties, figures
from extract.training.documents import WRITTEN, Annotated, load
from extract.training.duties import Case, laid
from extract.training.figures import f1, keep_history, table, tallied
from extract.training.folds import folds
from extract.zones.items import Item
from tests.extract.papers import (
    CLOSING,
    HEAD,
    OPENING,
    annotated,
    charging,
    draft_before,
    plan,
)

MODELS = ("charges.npz", "doers.crfsuite", "duties.crfsuite", "duties.npz")


def items(*texts: str) -> list[Item]:
    return [Item(n, text, "dash", "body") for n, text in enumerate(texts)]


def laying(texts: Sequence[str], tasks: Sequence[str]) -> dict[int, int]:
    return laid(items(*texts), [charging(task, "Các trường") for task in tasks])


# Laying truths to items.

TEXTS = (
    "Lập danh sách học sinh tham gia ngày hội;",
    "Mua sách mới cho thư viện của nhà trường;",
    "Kê lại tủ sách trong các lớp học;",
    "Báo cáo kết quả về Phòng Nội vụ.",
)


def test_each_task_goes_to_the_item_with_its_words() -> None:
    assert laying(TEXTS, TEXTS[1:3]) == {0: 1, 1: 2}
    assert laying(TEXTS, ["Mua sách mới cho thư viện nhà trường"]) == {0: 1}


def test_the_same_task_twice_goes_to_both_its_items_in_order() -> None:
    twice = (TEXTS[0], TEXTS[3], TEXTS[1], TEXTS[3])
    assert laying(twice, [TEXTS[3], TEXTS[1], TEXTS[3]]) == {0: 1, 1: 2, 2: 3}
    assert laying(twice, [TEXTS[1], TEXTS[3]]) == {0: 2, 1: 3}
    assert laying(twice, [TEXTS[3], TEXTS[1]]) == {0: 1, 1: 2}


def test_two_tasks_of_one_item_are_laid_to_it() -> None:
    both = f"{TEXTS[1]} {TEXTS[3]}"
    assert laying((TEXTS[0], both), [TEXTS[1], TEXTS[3]]) == {0: 1, 1: 1}
    after = [TEXTS[0], TEXTS[1], TEXTS[3]]
    assert laying((both, TEXTS[0], both), after) == {0: 1, 1: 2, 2: 2}


def test_a_task_out_of_order_goes_to_what_it_is_most_like() -> None:
    assert laying(TEXTS, [TEXTS[0], TEXTS[2], TEXTS[3], TEXTS[1]]) == {0: 0, 1: 2, 2: 3, 3: 1}


def test_what_is_like_nothing_is_laid_nowhere() -> None:
    assert laying(TEXTS, ["Tuần tra ban đêm trên sông."]) == {}
    assert laying((), TEXTS) == laying(TEXTS, ()) == {}


# Folds.


def of_groups(*groups: str) -> list[Annotated]:
    return [annotated(f"{n}", group, {}, "Sách mới.") for n, group in enumerate(groups)]


def test_folds_keep_an_issuer_together_and_take_each_document_once() -> None:
    documents = of_groups(*"aabbbcddeefgghij")
    made = folds(documents, 4)
    groups = [{one.group for one in fold} for fold in made]
    assert sum(len(g) for g in groups) == len(set().union(*groups)) == 10
    assert sorted(int(one.name) for fold in made for one in fold) == list(range(16))
    assert {len(fold) for fold in made} == {4}


def test_folds_do_not_hang_on_the_order_of_issuers() -> None:
    documents = of_groups(*"abcdefghij")
    names = [{one.name for one in fold} for fold in folds(documents, 3)]
    assert names == [{one.name for one in fold} for fold in folds(documents[::-1], 3)]


def test_written_documents_are_in_no_fold() -> None:
    (only,) = folds(of_groups("a", WRITTEN, "b"), 1)
    assert [one.group for one in only] == ["a", "b"]


# Figures.


def test_f1() -> None:
    assert f1(figures.Counts(hits=3, missed=1, false=1)) == 0.75
    assert f1(figures.Counts()) == 0.0


@cache
def record() -> dict[str, Any]:
    return plan(
        "1. Phân công",
        "- Giao Thư viện huyện tổ chức ngày hội đọc sách cho học sinh.",
        "- Đề nghị các trường báo cáo kết quả về Phòng Giáo dục và Đào tạo.",
    ).model_dump(mode="json")


def measured(**more: Any) -> tuple[list[Annotated], dict[str, dict[str, Any]]]:
    """A document whose truth is its record, but for what is given; and the record."""
    one = annotated("one", "a", record() | more)
    return [one, replace(one, name="own", group=WRITTEN)], {"one": record(), "own": record()}


def test_a_record_that_is_its_own_truth_is_right_in_all() -> None:
    documents, records = measured()
    found = tallied(documents, records)
    assert set(found) == {"text", "all", "written"}
    for fields in found.values():
        assert fields["responsibilities"] == {"hits": 2}
        assert f1(fields["micro"]) == 1.0


def test_what_is_missed_and_what_is_false_counts_in_its_field_and_in_the_sum() -> None:
    duty = record()["responsibilities"][0]
    documents, records = measured(responsibilities=[duty, charging("Trồng cây.", "Các thôn")])
    found = tallied(documents, records)["all"]
    assert found["responsibilities"] == {"hits": 1, "missed": 1, "false": 1}
    assert found["micro"]["missed"] == found["micro"]["false"] == 1


def test_the_table_has_a_row_for_each_form_and_a_dash_where_nothing_is_to_be_found() -> None:
    heads, *rows = (line.split() for line in table(*measured()).splitlines())
    assert [row[0] for row in rows] == ["all", "text", "written", "strict"]
    assert {len(row) for row in rows} == {len(heads)}
    by_field = dict(zip(heads[1:], rows[0][1:], strict=True))
    assert (by_field["responsi"], by_field["pairings"]) == ("1.000", "-")


def test_history_gets_a_row_without_written_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "HISTORY", tmp_path / "history.csv")
    for _ in range(2):
        keep_history(*measured())
    heads, first, second = ((tmp_path / "history.csv").read_text(encoding="utf-8")).splitlines()
    assert first == second
    row = dict(zip(heads.split(","), first.split(","), strict=True))
    assert (row["documents"], row["responsibilities"], row["micro"]) == ("1", "1.000", "1.000")


# A whole small training.

WHO = ("Phòng Nội vụ", "Thư viện huyện", "Các trường học", "Hội Khuyến học", "Công an xã")
WHAT = ("Lập danh sách học sinh", "Mua sách mới", "Tổ chức ngày hội", "Báo cáo kết quả", "Kiểm tra tủ sách")  # fmt: skip


def made_up(number: int) -> tuple[Annotated, list[str]]:
    """A plan that charges three offices with two tasks each, below aims that charge nobody."""
    lines, truths = ["I. MỤC ĐÍCH", "- Nâng cao thói quen đọc sách.", "II. PHÂN CÔNG"], []
    for n in range(3):
        actor = WHO[(number + n) % len(WHO)]
        lines.append(f"{n + 1}. {actor}")
        for m in range(2):
            task = f"{WHAT[(number + n + m) % len(WHAT)]} đợt {n + m} năm {2020 + number};"
            lines += [f"- {task}", "+ Sách mới, đẹp."]
            truths.append(charging(task, actor))
    texts = [*HEAD, OPENING, *lines, *CLOSING]
    return annotated(f"{number}", f"{number}", {"responsibilities": truths}, *texts), texts


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [
        duties.case_of(one, draft_before("deadlines", *texts))
        for one, texts in (made_up(number) for number in range(4))
    ]


def train(cases: Sequence[Case], folder: Path) -> list[Case]:
    """Train the models of duties into a folder; the cases with their stretches scored."""
    folder.mkdir()
    duties.write_doers(cases, folder)
    model = Tagger(folder / "doers.crfsuite")
    scored = [
        replace(case, scene=replace(case.scene, scores=duties.scores(case, model)))
        for case in cases
    ]
    duties.write(scored, [duties.seen(case) for case in scored], folder)
    return scored


def test_cases_have_a_label_for_each_item_and_the_actor_where_it_stands(cases: list[Case]) -> None:
    for case in cases:
        assert case.labels.count(YES) == len(case.truths) == 6
        labels = duties.doer_labels(case)
        named = {
            case.scene.stretches[number][n].text
            for number, some in labels.items()
            for n, label in enumerate(some)
            if label == YES
        }
        assert named == {truth["actor"] for truth in case.truths}
        assert any(NO in some for some in labels.values())


def test_a_training_writes_four_models_and_the_same_again(
    cases: list[Case], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        train(cases, tmp_path / name)
        assert tuple(sorted(p.name for p in (tmp_path / name).iterdir())) == MODELS
    for name in MODELS:
        first, second = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert first == second, name


def test_a_training_learns_whom_it_was_taught(cases: list[Case], tmp_path: Path) -> None:
    scored = train(cases, tmp_path / "made")
    for case in scored:
        sure = {
            case.scene.stretches[n][int(score.argmax())].text: float(score.max())
            for n, score in enumerate(case.scene.scores)
            if case.scene.items[n].style == "number1"
        }
        assert set(sure) == {truth["actor"] for truth in case.truths}
        assert min(sure.values()) > 0.5
    by_form = Trees.load(tmp_path / "made" / "duties.npz")
    rows, right = duties.form_rows(scored, [duties.seen(case) for case in scored])
    likely = by_form.probabilities(rows)
    assert likely[right].min() > likely[~right].mean()


# Documents and their cache.


def folder_of(place: Path, **texts: str) -> Path:
    """A folder of truths with documents of the given lines."""
    place.mkdir(exist_ok=True)
    rows = ["name\tdocument\tform\tkind\tissuer_group"]
    for name, text in texts.items():
        (place / f"{name}.txt").write_text(text, encoding="utf-8")
        (place / f"{name}.json").write_text('{"responsibilities": []}', encoding="utf-8")
        rows.append(f"{name}\t{name}.txt\ttext\tkế hoạch\tnhóm {name}")
    (place / "INDEX.tsv").write_text("\n".join(rows), encoding="utf-8")
    return place


def read(place: Path, kept: Path, **more: Any) -> list[tuple[str, str, str]]:
    return [
        (one.name, one.group, one.text.lines[0].text)
        for one in load(place, cache=kept, processes=1, **more)
    ]


def test_readings_are_kept_by_the_bytes_of_the_document(tmp_path: Path) -> None:
    place, folder = tmp_path / "truths", tmp_path / "cache"
    both = {"một": "Thư viện mở cửa.", "hai": "Thư viện mở cửa."}
    once = [("một", "nhóm một", "Thư viện mở cửa.")]
    assert read(folder_of(place, **both), folder) == once
    kept = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert len(kept) == 2  # as read, and as restored
    assert read(folder_of(place, **both), folder) == once
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == kept
    assert read(folder_of(place, một="Thư viện đóng cửa."), folder)[0][2] == "Thư viện đóng cửa."
    assert len(list(folder.iterdir())) == 4


def test_only_those_named_are_read_in_the_order_of_the_index(tmp_path: Path) -> None:
    place = folder_of(tmp_path / "truths", a="Sách mới.", b="Sách cũ.", c="Tủ sách.")
    assert [name for name, *_ in read(place, tmp_path / "cache", only=("c", "a"))] == ["a", "c"]
