"""The folder of trial documents beside the checkout, which need not be there."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the trial documents are not at hand (no folder {SHARED})"
)
