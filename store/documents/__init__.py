"""What is kept of each document: its original, the places of its words, runs, likeness."""
