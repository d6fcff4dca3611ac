"""The committed samples are those that the script makes, and no larger than they should be."""

import platform
import zlib

import pytest

from ingest.errors import EngineMissing
from samples import fonts
from samples.make import (
    ALL,
    CASCADE,
    CASCADE_DOCUMENTS,
    DOCUMENTS,
    SAMPLES,
    TRUTH,
    differing,
    outputs,
)

TOTAL_BYTES = 2_500_000
PICTURES = {"ke-hoach-quet.pdf", "huong-dan-chup.jpg"}


@pytest.fixture(scope="module")
def drawing_font() -> None:
    """Skips where the font that the committed files were drawn with is not installed."""
    try:
        digest = fonts.digest()
    except EngineMissing as error:
        pytest.skip(str(error))
    if digest != fonts.DRAWN_WITH:
        pytest.skip(f"another version of Liberation Serif is installed (digest {digest})")
    if "ng" in zlib.ZLIB_RUNTIME_VERSION:
        pytest.skip("zlib-ng packs the same content into other bytes than zlib")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.usefixtures("drawing_font")
def test_committed_files_are_what_the_script_makes(name: str) -> None:
    if name in PICTURES and platform.machine() != "x86_64":
        pytest.skip("picture arithmetic rounds differently on other processors")
    assert differing(name) == []


@pytest.mark.parametrize("name", sorted(PICTURES))
@pytest.mark.usefixtures("drawing_font")
def test_drawing_twice_gives_the_same_bytes(name: str) -> None:
    assert outputs(name) == outputs(name)


def test_the_cascade_has_its_documents_and_no_others() -> None:
    assert {path.name for path in CASCADE.iterdir()} == set(CASCADE_DOCUMENTS)


def test_every_document_has_its_truth_and_nothing_else_lies_about() -> None:
    stems = {name.rpartition(".")[0] for name in SAMPLES}
    assert {path.name for path in DOCUMENTS.iterdir()} == set(SAMPLES)
    expected = {f"{stem}{suffix}" for stem in stems for suffix in (".json", ".txt")}
    assert {path.name for path in TRUTH.iterdir()} == expected


def test_the_documents_stay_small() -> None:
    assert sum(path.stat().st_size for path in DOCUMENTS.iterdir()) < TOTAL_BYTES
