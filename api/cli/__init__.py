"""The command ``vanban``: one module for each group of commands."""
