"""Mutated files through the real intake: each must end in a record or a typed error within its limits."""
