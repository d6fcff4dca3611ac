"""Tables made once from the files that ship, and kept ready on disk for every later start.

They lie beside numba's machine code, in ``__pycache__``, under a name that holds a digest of all that
they were made from, so that a changed file or a changed program makes them anew. Where nothing can be
written there, and from files that lie elsewhere, they are made at every start, which takes longer and
gives the same. Arrays are mapped: processes that read at the same time share them.
"""

import marshal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

SHIPPED = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "__pycache__"
Table = tuple[Any, ...]
Arrays = Mapping[str, NDArray[Any]]


def ready_table(name: str, sources: Iterable[Path], make: Callable[[], Table]) -> Table:
    """The tuple that ``make`` makes of the sources, its own module among them: lists and dictionaries of
    texts and numbers."""
    path = _place(name, sources, "table")
    if path is None:
        return make()
    with suppress(OSError, EOFError, ValueError, TypeError):
        return tuple(marshal.loads(path.read_bytes()))
    made = make()
    with suppress(OSError), _written(path) as new:
        new.write_bytes(marshal.dumps(tuple(made)))
    return made


def ready_arrays(name: str, sources: Iterable[Path], make: Callable[[], Arrays]) -> Arrays:
    """The arrays that ``make`` makes of the sources, its own module among them.

    What is written into them stays in the process.
    """
    path = _place(name, sources, "arrays")
    if path is None:
        return make()
    with suppress(OSError, EOFError, ValueError):
        return _mapped(path)
    made = make()
    with suppress(OSError), _written(path) as new:
        new.mkdir()
        for key, array in made.items():
            np.save(new / f"{key}.npy", array, allow_pickle=False)
    return made


def _place(name: str, sources: Iterable[Path], kind: str) -> Path | None:
    """Where a table is kept; None for one of files that did not ship, or that cannot be read."""
    digest = blake2b(sys.version.encode(), digest_size=12)
    try:
        for source in sorted(sources):
            if not source.is_relative_to(SHIPPED):
                return None
            content = _content(source)
            digest.update(f"{source.name} {len(content)} ".encode() + content)
    except OSError:
        return None
    return FOLDER / f"{name}-{digest.hexdigest()}.{kind}"


def _content(source: Path) -> bytes:
    """What a file holds; of NumPy's archives the sums that they hold themselves."""
    if source.suffix != ".npz":
        return source.read_bytes()
    with ZipFile(source) as archive:
        return repr([(one.filename, one.CRC, one.file_size) for one in archive.infolist()]).encode()


def _mapped(folder: Path) -> Arrays:
    # Mapped so that they could be written to: the compiled functions are made for such.
    return {
        file.stem: np.load(file, mmap_mode="c", allow_pickle=False).view(np.ndarray)
        for file in folder.iterdir()
    }


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    """A place to write to; what was written takes its own name whole, and older ones are removed."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=FOLDER) as aside:
        new = Path(aside) / path.name
        yield new
        new.replace(path)
    name = path.name.rpartition("-")[0]
    for old in FOLDER.glob(f"{name}-*{path.suffix}"):
        if old != path:
            with TemporaryDirectory(dir=FOLDER) as aside:  # gone in one step, then removed
                old.replace(Path(aside) / old.name)
