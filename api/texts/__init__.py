"""All words that people see, in Vietnamese and English."""
