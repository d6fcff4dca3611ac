"""What threads that read pages side by side share and what they do not."""

import ctypes
from contextlib import suppress
from functools import lru_cache

import cv2

# Name of glibc's setting (malloc.h), and the heaps that threads share.
_M_ARENA_MAX = -8
_HEAPS = 1


@lru_cache(maxsize=1)
def prepare_threads() -> None:
    """Let threads share one heap, and OpenCV start none of its own.

    Left to itself glibc keeps what each thread freed in a heap of its own, which takes more memory.
    (Mapping large blocks one by one would save 40 MiB more and cost 3 s of 22 over 40 pages.) Where
    the pages already keep the processors busy, OpenCV's own threads cost a seventh of the time of all
    work on pictures.
    """
    cv2.setNumThreads(1)
    with suppress(OSError, AttributeError):  # elsewhere than on glibc nothing is done
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)
