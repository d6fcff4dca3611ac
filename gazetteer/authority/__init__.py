"""The authority file in memory: rows, kinds, names, states through time, changes over it."""
