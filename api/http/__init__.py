"""The routes for programs, one module for each group of them, and what stands before them all."""
