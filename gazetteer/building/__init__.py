"""Building and checking the authority file: ``python -m gazetteer.building SOURCE_FOLDER``."""
