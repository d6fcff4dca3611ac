"""Estimate the networks that read handwritten digits: ``python -m benchmarks.digits``.

From the 1,797 digits (8 x 8 pixels, 43 writers) of the "Optical Recognition of Handwritten Digits"
set (E. Alpaydin and C. Kaynak, 1998, CC BY 4.0) that scikit-learn brings along, each slanted, turned,
stretched and thickened at random. A fifth is kept apart first to say how well they do.
"""

import argparse
from typing import Any

import cv2
import numpy as np
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

from ingest.handwriting.digits import MODEL, features

COPIES, NETWORKS, HIDDEN, ROUNDS, DECAY = 16, 4, 64, 25, 1e-2
KEPT_APART = 0.2


def main() -> None:
    """Print the share right of digits kept apart, then estimate from all and write."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    digits = load_digits()
    chance = np.random.default_rng(1)
    order = chance.permutation(len(digits.data))
    apart = int(KEPT_APART * len(order))
    test = _examples(digits, order[:apart], 1, chance)
    networks = _estimated(*_examples(digits, order[apart:], COPIES, chance))
    shares = np.mean([network.predict_proba(test[0]) for network in networks], axis=0)
    print(f"{apart} digits kept apart: {(shares.argmax(axis=1) == test[1]).mean():.1%} right")
    networks = _estimated(*_examples(digits, order, COPIES, chance))
    MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        MODEL,
        hidden=np.array([n.coefs_[0] for n in networks], dtype=np.float16),
        hidden_bias=np.array([n.intercepts_[0] for n in networks], dtype=np.float16),
        out=np.array([n.coefs_[1] for n in networks], dtype=np.float16),
        out_bias=np.array([n.intercepts_[1] for n in networks], dtype=np.float16),
    )
    print(f"{MODEL}: {MODEL.stat().st_size / 1000:.0f} kB")


def _estimated(seen: Any, digits: Any) -> list[Any]:
    return [
        MLPClassifier((HIDDEN,), max_iter=ROUNDS, alpha=DECAY, random_state=seed).fit(seen, digits)
        for seed in range(NETWORKS)
    ]


def _examples(digits: Any, numbers: Any, copies: int, chance: Any) -> tuple[Any, Any]:
    seen = [features(_varied(digits.data[n], chance)) for n in numbers for _ in range(copies)]
    return np.array(seen), np.repeat(digits.target[numbers], copies)


def _varied(pixels: Any, chance: Any) -> Any:
    """A digit of 8 x 8 pixels at 56 x 56, bright on black, as another hand and pen might write it."""
    picture = cv2.resize(
        (pixels * 255 / 16).astype(np.float32).reshape(8, 8),
        (32, 32),
        interpolation=cv2.INTER_CUBIC,
    )
    picture = cv2.copyMakeBorder(np.clip(picture, 0, 255), 12, 12, 12, 12, cv2.BORDER_CONSTANT)
    middle = np.array([28.0, 28.0])
    turn = cv2.getRotationMatrix2D((28.0, 28.0), chance.normal(0, 6), 1.0)[:, :2]
    shape = np.array([[chance.uniform(0.75, 1.35), chance.normal(0, 0.25)], [0, 1]]) @ turn
    way = np.hstack([shape, (middle - shape @ middle)[:, None]]).astype(np.float32)
    picture = cv2.warpAffine(picture, way, (56, 56))
    picture = 255 / (1 + np.exp(-(picture - chance.uniform(60, 150)) / 12))
    pen = (
        lambda p: p,
        lambda p: cv2.erode(p, np.ones((2, 2))),
        lambda p: cv2.dilate(p, np.ones((2, 2))),
    )
    return pen[chance.integers(0, 3)](picture)


if __name__ == "__main__":
    main()
