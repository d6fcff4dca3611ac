"""PDF files: words and pictures of pages, what is unseen, what was typed over, signatures."""
