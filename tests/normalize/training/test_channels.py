"""Channel files: what is learned from pairs is what the search finds again."""

import json
from pathlib import Path

import pytest

from normalize.channel import Channel
from normalize.training.channels import (
    PAIR_CAP,
    STRIPPED_SHARE,
    real_pairs,
    rendered_pairs,
    write_channel,
)


def pair_file(folder: Path, pairs: list[tuple[str, str, int]]) -> Path:
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(json.dumps(pair) for pair in pairs), encoding="utf-8")
    return path


def test_pairs_are_capped_cleaned_and_left_out_where_they_are_no_syllables(tmp_path: Path) -> None:
    path = pair_file(
        tmp_path, [("Hội,", "Hpi,", 3), ("của", "cua", 5000), ("2023", "2O23", 4), ("thi", ".", 2)]
    )
    assert list(rendered_pairs(path, stripped=False)) == [
        ("hội", "hpi", 3.0),
        ("của", "cua", PAIR_CAP),
    ]


def test_a_reading_counts_again_without_its_marks(tmp_path: Path) -> None:
    path = pair_file(tmp_path, [("kế", "ké", 10)])
    first, again = rendered_pairs(path, stripped=True)
    assert first == ("kế", "ké", 10.0)
    assert again[:2] == ("kế", "ke")
    assert again[2] == pytest.approx(10 * STRIPPED_SHARE)


def test_confusions_noted_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "noted.tsv"
    path.write_text(
        "true_token\tnoisy_token\tcount\nHội\thpi\t2\n12\tl2\t1\nsố\t§6\t1\n", encoding="utf-8"
    )
    ((printed, got, weight),) = real_pairs(path)
    assert (printed, got) == ("hội", "hpi")
    assert weight > 2


def test_a_written_channel_finds_what_it_was_taught(tmp_path: Path) -> None:
    target = tmp_path / "channel.npz"
    pairs = [("hội", "hpi", 40.0), ("đội", "dpi", 40.0), ("thi", "thi", 40.0), ("hai", "hai", 9.0)]
    assert write_channel(pairs, target) > 0
    channel = Channel.load(target)
    words = ["hội", "thi", "hai", "hoi"]
    trie = channel.trie([(word, number) for number, word in enumerate(words)])
    found, costs = channel.candidates("hpi", trie)
    assert words[found[0]] == "hội"
    assert costs[0] < 2
