"""What contradicts in a document, and between it and those that it follows: one rule each."""

from store.cascade.checks.run import check

__all__ = ["check"]
