"""Libraries that other libraries load and that nothing here uses, left out where they are asked for."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def spared(instead: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """Let what is imported in here find these modules, or with None find that there are none.

    Afterwards those of these names can be loaded as ever. One that is loaded already stays.
    """
    put = {name: module for name, module in instead.items() if name not in sys.modules}
    sys.modules.update(put)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in put:
            del sys.modules[name]
