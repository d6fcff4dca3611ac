"""The text that a page brings with it, judged: sound, bare, garbled, legacy-encoded or absent."""
