"""The contents of the samples, one module a document. All units and people are invented."""
