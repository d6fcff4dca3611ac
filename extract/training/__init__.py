"""Training of what extraction decides by learning: labels, features, folds, models, figures."""
