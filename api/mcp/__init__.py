"""The archive for assistants (Model Context Protocol)."""
