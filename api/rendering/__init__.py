"""How a page is made: templates, what every page shows, style and scripts."""
