"""Tables kept ready: made once, anew when their sources change, and as good where nothing can be kept."""

import marshal
from pathlib import Path

import numpy as np
import pytest

from gazetteer.authority.index import Authority
from gazetteer.authority.tables import DATA
from gazetteer.matching.names import Names
from normalize import ready
from normalize.language_model import LanguageModel
from normalize.ready import ready_arrays, ready_table


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that ships, of a program with a folder of its own."""
    monkeypatch.setattr(ready, "SHIPPED", tmp_path)
    monkeypatch.setattr(ready, "FOLDER", tmp_path / "kept")
    path = tmp_path / "units.csv"
    path.write_text("a,b\n", encoding="utf-8")
    return path


class Making:
    """Makes what a source says, and counts how often it was asked."""

    def __init__(self, source: Path) -> None:
        self.source, self.times = source, 0

    def table(self) -> tuple[object, ...]:
        self.times += 1
        return (self.source.read_text(encoding="utf-8"), {"đ": [1, 2]})

    def arrays(self) -> dict[str, np.ndarray]:
        self.times += 1
        return {"letters": np.frombuffer(self.source.read_bytes(), np.uint8), "none": np.zeros(0)}


def test_a_table_is_made_once_and_anew_when_its_source_changes(source: Path) -> None:
    making = Making(source)
    for _ in range(3):
        assert ready_table("units", [source], making.table) == ("a,b\n", {"đ": [1, 2]})
    assert making.times == 1
    source.write_text("a,c\n", encoding="utf-8")
    assert ready_table("units", [source], making.table)[0] == "a,c\n"
    assert making.times == 2
    assert len(list(ready.FOLDER.iterdir())) == 1  # the old one is gone


def test_arrays_come_back_as_they_were_and_stay_as_they_are(source: Path) -> None:
    making = Making(source)
    first = ready_arrays("letters", [source], making.arrays)
    again = ready_arrays("letters", [source], making.arrays)
    assert making.times == 1
    assert {name: array.tolist() for name, array in again.items()} == {
        name: array.tolist() for name, array in first.items()
    }
    assert [type(array) for array in again.values()] == [np.ndarray, np.ndarray]
    again["letters"][0] = 0
    assert ready_arrays("letters", [source], making.arrays)["letters"][0] == ord("a")


def test_a_spoiled_table_is_made_anew(source: Path) -> None:
    making = Making(source)
    ready_table("units", [source], making.table)
    for damage in (b"", marshal.dumps([1, 2])[:-1]):
        (kept,) = ready.FOLDER.iterdir()
        kept.write_bytes(damage)
        assert ready_table("units", [source], making.table)[0] == "a,b\n"
    assert making.times == 3


def test_where_nothing_can_be_kept_it_is_made_each_time(source: Path) -> None:
    ready.FOLDER.write_text("a file where a folder should be", encoding="utf-8")
    making = Making(source)
    for _ in range(2):
        assert ready_table("units", [source], making.table)[0] == "a,b\n"
        assert list(ready_arrays("letters", [source], making.arrays)) == ["letters", "none"]
    assert making.times == 4


def test_what_did_not_ship_is_not_kept(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "SHIPPED", source.parent / "elsewhere")
    making = Making(source)
    ready_table("units", [source], making.table)
    assert not ready.FOLDER.exists()


def test_the_project_s_own_tables_are_the_same_kept_and_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept, model = Authority(DATA), LanguageModel.load()
    names = Names(kept)
    monkeypatch.setattr(ready, "SHIPPED", tmp_path)  # nothing ships from there: all is made
    made, made_model = Authority(DATA), LanguageModel.load()
    assert (made.rows, made.keys, made.by_core) == (kept.rows, kept.keys, kept.by_core)
    made_names = Names(made)
    assert (made_names.spelled, made_names.keys) == (names.spelled, names.keys)
    assert (made_names.states, made_names.groups) == (names.states, names.groups)
    assert made_model.vocabulary == model.vocabulary
    for one, other in zip(made_model.trie, model.trie, strict=True):
        assert one.dtype == other.dtype and np.array_equal(one, other)


def test_sources_that_hold_the_same_in_all_but_differ_are_told_apart(source: Path) -> None:
    other = source.with_name(f"{source.stem}z{source.suffix}")
    source.write_text("xy")
    other.write_text("z")
    first = ready_table("parted", [source, other], lambda: ("first",))
    source.write_text("x")
    other.write_text("yz")
    assert (first, ready_table("parted", [source, other], lambda: ("second",))) == (
        ("first",), ("second",),
    )  # fmt: skip
