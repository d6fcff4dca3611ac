"""The cascade: how documents follow one another, what contradicts, and who has answered what."""
