"""A program with a terminal face, shown in a browser on the same machine. Knows no papers and no library."""
