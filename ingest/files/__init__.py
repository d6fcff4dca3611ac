"""What a file is, by its bytes; plain text and pictures."""
