"""What leaves an archive: records and tables, calendars, searchable PDFs, metadata of archives."""
