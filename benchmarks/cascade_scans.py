"""The own cascade as scans read by OCR: ``python -m benchmarks.cascade_scans``.

Every document is drawn, signed, stamped and scanned askew at 200 dpi, read, and kept. Printed are the links and
contradictions that its truth has and that were not found, and those found beside it.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select

import pipeline
from ingest.limits import Limits
from samples.layout import compose
from samples.make import CASCADE, CASCADE_DOCUMENTS, scanned
from store.archive.archive import Archive
from store.database.tables import Citation


def fill(archive: Archive) -> dict[str, str]:
    """Keep all documents as read from scans; their names by their identities."""
    names = {}
    for number, (name, document) in enumerate(CASCADE_DOCUMENTS.items()):
        data = scanned(document, compose(document), np.random.default_rng(number))
        reading = pipeline.read(data, Limits())
        sha256 = archive.accept(data, name)[0].sha256
        archive.save_reading(sha256, reading.record, list(reading.text.page_texts))
        names[sha256] = Path(name).stem
    return names


def links_of(archive: Archive, names: dict[str, str]) -> set[tuple[str, ...]]:
    """Citing document, cited one and relation of each link."""
    with archive.reading() as session:
        rows = session.scalars(select(Citation).where(Citation.cited.is_not(None))).all()
    return {(names[row.document], names[row.cited or ""], row.relation) for row in rows}


def main() -> None:
    """Measure and print."""
    truth: dict[str, Any] = json.loads((CASCADE.parent / "truth.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(f"sqlite:///{folder}/store.db", Path(folder) / "originals")
        names = fill(archive)
        told = archive.cascades.findings(settled=None, limit=1000)
        found: dict[str, set[tuple[str, ...]]] = {
            "links": links_of(archive, names),
            "findings": {(names[one.paper.document], one.rule.value) for one in told},
        }
        archive.close()
    true = {
        "links": {tuple(one) for one in truth["links"]},
        "findings": {tuple(one[:2]) for one in truth["findings"]},
    }
    for what, wanted in true.items():
        print(f"{what}: {len(wanted & found[what])} of {len(wanted)}")
        print(f"  not found: {sorted(wanted - found[what])}")
        print(f"  beside it: {sorted(found[what] - wanted)}")


if __name__ == "__main__":
    main()
