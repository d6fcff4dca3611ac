"""Many documents: each is read once, and what became of every file is accounted for."""

from batch.processes import Processes
from batch.reading import Outcome, context_for, read_original, store_outcome
from batch.run import Account, ingest_paths, retry_failed

__all__ = [
    "Account",
    "Outcome",
    "Processes",
    "context_for",
    "ingest_paths",
    "read_original",
    "retry_failed",
    "store_outcome",
]
