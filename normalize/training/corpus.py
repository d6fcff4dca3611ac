"""Reading the training corpus: compressed text files become streams of language-model tokens."""

import lzma
from collections.abc import Iterator
from pathlib import Path


def corpus_files(folder: Path) -> list[Path]:
    """The ``*.txt.xz`` files of the corpus, in a fixed order."""
    files = sorted(folder.glob("*.txt.xz"))
    if not files:
        raise FileNotFoundError(f"no *.txt.xz in {folder}; give the folder of the training corpus")
    return files


def lines(path: Path) -> Iterator[str]:
    """The lines of one compressed file, without their line ends."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield line.rstrip("\n")
