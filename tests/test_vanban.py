"""The face for programs: its examples run, and what it promises is all there is."""

import doctest
import inspect
import re
from pathlib import Path

import pytest

import vanban


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANBAN_STORE", f"sqlite:///{tmp_path}/store.db")
    monkeypatch.setenv("VANBAN_ORIGINALS", str(tmp_path / "originals"))
    assert doctest.testmod(vanban) == doctest.TestResults(failed=0, attempted=7)


def test_the_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(__file__).parents[1]
    shown = re.search(r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    exec(shown[1].replace('"samples', f'"{root}/samples'))
    promised = re.findall(r"# (.*)", shown[1])
    assert capsys.readouterr().out.splitlines() == promised


def test_a_document_that_cannot_be_read_fails_typed_and_stays_in_the_archive(
    tmp_path: Path,
) -> None:
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.4\n")
    with pytest.raises(vanban.VanbanError) as failure:
        vanban.read(broken)
    assert failure.value.code == "broken-file" and failure.value.advice
    with vanban.Archive(f"sqlite:///{tmp_path}/store.db") as archive:
        with pytest.raises(vanban.VanbanError):
            archive.add(broken)
        assert [(one.name, one.state) for one in archive.documents()] == [("a.pdf", "failed")]


def test_everything_public_is_documented_and_typed() -> None:
    for name in ("read", "restore"):
        assert inspect.signature(getattr(vanban, name)).return_annotation
    for name, member in inspect.getmembers(vanban.Archive, inspect.isfunction):
        if not name.startswith("_"):
            assert member.__doc__ and inspect.signature(member).return_annotation, name
