"""A page read by OCR: prepared, read, what is doubtful or was passed over read again."""
