"""What people settle: values that wait, decisions, words, what is missing, and what is learned at once."""
