"""Number and date of a head that were filled in by hand."""
