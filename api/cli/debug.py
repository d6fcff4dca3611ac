"""``vanban debug``: a page as the program saw it."""

from pathlib import Path

from ingest.inspection import Inspection, inspect
from ingest.limits import Limits
from ingest.sources import read_document, read_file


def inspect_page(file: Path, number: int, output: Path, limits: Limits) -> str:
    """Read a file, draw one page (from 1) into a PNG and give what there is to say about it.

    Raises VanbanError as reading does, and BadRequest for a page that does not exist.
    """
    data = read_file(file, limits)
    seen = inspect(read_document(data, limits), data, number, limits)
    seen.picture.save(output, "PNG")
    return _report(seen, output)


def _report(seen: Inspection, output: Path) -> str:
    page = seen.page
    words = list(page.words)
    tables = {line.table for line in page.lines if line.table is not None}
    told = [
        f"page {page.number}: {page.origin.value}, {page.quality.value} ({page.reason})",
        *(f"  {step}" for step in page.history),
        f"{len(words)} words in {len(page.lines)} lines, {len(tables)} tables",
        f"{len(seen.doubtful)} doubtful words:",
        *(f"  {word.confidence:.2f} {word.text}" for word in seen.doubtful),
        f"drawn in {output}",
    ]
    return "\n".join(told) + "\n"
