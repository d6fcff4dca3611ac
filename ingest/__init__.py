"""What a file is, and its pages as lines of words with boxes."""
