"""Accuracy and speed, measured by one command each and printed as tables."""
