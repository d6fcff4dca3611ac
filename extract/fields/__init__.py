"""Fields that are read out of the whole text: citations, contacts, totals; values held against one another."""
