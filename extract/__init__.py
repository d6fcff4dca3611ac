"""From restored text to the record, every value with its evidence."""
