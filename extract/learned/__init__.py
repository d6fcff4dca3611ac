"""Trained models as files, and how they decide: chains, trees, classes of words, confidence."""
