"""Documents, their records, what reviewers decided, and the search over their text."""
