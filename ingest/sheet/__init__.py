"""The picture of a page made fit for OCR: pieces of ink, ruled lines, each step by what is measured."""
