"""Names found in a running text, in one pass."""
