"""The mention test set of the gazetteer, the fitting of its weights, and what it shows."""
