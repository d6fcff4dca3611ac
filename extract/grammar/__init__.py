"""What a number, a day, a term, the name of an office may look like."""
