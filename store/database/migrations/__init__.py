"""How the tables came to be what they are, step by step; run when a store is opened."""
