"""Connected pieces, with short labels and with long ones."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ingest.sheet.pieces import darker, pieces

MASKS = arrays(
    np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40), elements=st.sampled_from([0, 1])
)


@given(MASKS)
def test_the_pieces_are_those_of_opencv(mask: np.ndarray) -> None:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = pieces(mask)
    assert np.array_equal(found.labels, labels)
    assert np.array_equal(found.stats, stats)


@pytest.mark.parametrize("apart", [2, 8])
def test_no_piece_is_lost_where_short_labels_do_not_suffice(apart: int) -> None:
    """A page of dots: 390,000 of them need long labels, 24,000 do not."""
    mask = np.zeros((1250, 1250), np.uint8)
    mask[::apart, ::apart] = 1
    found = pieces(mask)
    assert len(found.stats) - 1 == np.count_nonzero(mask)
    assert found.labels.dtype == (np.int32 if apart == 2 else np.uint16)


def test_darker_leaves_the_brightness_itself_out() -> None:
    assert darker(np.array([[149, 150, 151]], np.uint8), 150).tolist() == [[1, 0, 0]]
