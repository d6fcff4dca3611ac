"""From a mention to the unit that it means: readings, candidates, evidence, weights."""
