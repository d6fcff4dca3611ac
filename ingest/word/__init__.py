"""Word files, brought into the form that Word prints."""
