"""Where words stand on a page: boxes, blanks, words laid over it, the order of reading."""
