"""Who must do what by when: times to act by, items that charge somebody, tables that say both."""
