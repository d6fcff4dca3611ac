"""What the first question of each kind would wait for is loaded when the service starts."""

import gc
import threading

import pipeline
from store.archive.archive import Archive

# A name of no unit is looked up in every way there is.
_NOBODY = "Trường Tiểu học Không Có Đâu, xã Không Đâu"


def warm_up(archive: Archive) -> threading.Thread:
    """Begin to load the authority file and its indexes; the thread that does."""
    thread = threading.Thread(target=_ask_once, args=(archive,), name="warm-up", daemon=True)
    thread.start()
    return thread


def _ask_once(archive: Archive) -> None:
    pipeline.gazetteer().candidates(_NOBODY)
    archive.questions.pairings(_NOBODY, 1)
    archive.questions.mentions(_NOBODY, 1)
    archive.queue(1)
    # All this stays until the service ends; looking through it for garbage again and again would
    # hold up every tenth page by 50 ms and more.
    gc.collect()
    gc.freeze()
