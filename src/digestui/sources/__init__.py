"""A file or an address becomes papers and rejects; `library.intake` stores what comes out."""
