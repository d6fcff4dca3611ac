"""Many documents: each is read once, and what became of every file is accounted for."""

from batch.processes import Processes
from batch.reading import Outcome, context_for, page_texts, read_original, store_outcome
from batch.run import Account, ingest_paths, retry_failed

__all__ = [
    "Account",
    "Outcome",
    "Processes",
    "context_for",
    "ingest_paths",
    "page_texts",
    "read_original",
    "retry_failed",
    "store_outcome",
]
