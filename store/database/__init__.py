"""The database: tables, one writer at a time, the steps from one version to the next."""
