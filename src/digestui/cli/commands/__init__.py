"""One module per group of commands; each has `COMMANDS`, by name. They parse nothing and print no SQL."""
