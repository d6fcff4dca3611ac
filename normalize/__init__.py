"""Text in one written form, with spoiled and bare words restored."""
