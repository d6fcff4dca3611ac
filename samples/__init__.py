"""The project's own sample documents: their contents, their drawing, their truth."""
