"""Tesseract behind one protocol: as a program and as a library, and parts of a page cut out for it."""
