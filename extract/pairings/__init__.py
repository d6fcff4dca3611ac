"""Units that are made standing partners of each other (kết nghĩa)."""
