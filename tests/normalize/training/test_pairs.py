"""Pairs of printed and read words, made by drawing text and reading it."""

import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from normalize.training.corpus import corpus_files
from normalize.training.pairs import LINES_A_PAGE, align, draw, make_pairs, save_pairs, sheets

TEXT = "Thư viện huyện mở cửa cho học sinh mượn sách vào các buổi chiều trong tuần lễ đầu tháng"


def test_words_that_stand_opposite_each_other_are_pairs() -> None:
    printed = "tổ chức hội thi đọc sách".split()
    got = "t6 chirc hpi thi dpc sach".split()
    assert list(align(printed, got)) == list(zip(printed, got, strict=True))


def test_words_without_an_opposite_are_left_out() -> None:
    pairs = list(align("tổ chức hội thi đọc sách".split(), "to chuc thi doc sach ngay".split()))
    assert ("thi", "thi") in pairs and ("sách", "sach") in pairs
    assert not any(printed == "hội" for printed, _ in pairs)


def test_pages_are_full_and_hold_the_words_in_order() -> None:
    made = list(sheets(iter([TEXT] * 60), random.Random(1)))
    assert made and all(len(sheet.lines) == LINES_A_PAGE for sheet in made)
    words = " ".join(line for sheet in made for line in sheet.lines).lower().split()
    assert words[:19] == TEXT.lower().split()


def test_the_same_seed_draws_the_same_page() -> None:
    (sheet, *_) = sheets(iter([TEXT] * 60), random.Random(1))
    first, second, other = (draw(sheet, random.Random(seed)) for seed in (3, 3, 4))
    assert np.array_equal(np.asarray(first), np.asarray(second))
    assert first.size != other.size or not np.array_equal(np.asarray(first), np.asarray(other))


def test_a_page_drawn_and_read_gives_its_words() -> None:
    pairs = make_pairs(iter([TEXT] * 60), 1, "vie", seed=2)
    known = {word.casefold() for word in TEXT.split()}
    assert {printed.casefold() for printed, _ in pairs} <= known
    right = sum(n for (printed, got), n in pairs.items() if printed == got)
    assert right > 0.7 * pairs.total() > 0


def test_pairs_are_written_as_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    save_pairs(Counter({("hội", "hpi"): 2, ("số", "s6"): 5}), path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines == [["số", "s6", 5], ["hội", "hpi", 2]]


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="corpus"):
        corpus_files(tmp_path)
