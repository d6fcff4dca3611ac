"""What an archive is asked: full text, deadlines, pairings, duties; the rows that answer."""
