"""The training corpus as a stream of lines."""

import lzma
from pathlib import Path

from normalize.training.corpus import corpus_files, lines


def test_files_come_in_a_fixed_order_and_lines_without_their_ends(tmp_path: Path) -> None:
    for name in ("b", "a"):
        with lzma.open(tmp_path / f"{name}.txt.xz", "wt", encoding="utf-8") as stream:
            stream.write(f"Sách {name}\n\nĐọc sách\n")
    (tmp_path / "notes.md").write_text("no corpus")
    files = corpus_files(tmp_path)
    assert [file.name for file in files] == ["a.txt.xz", "b.txt.xz"]
    assert list(lines(files[0])) == ["Sách a", "", "Đọc sách"]
