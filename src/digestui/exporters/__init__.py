"""Papers become other programs' formats: text in, text out, no database, no files."""
