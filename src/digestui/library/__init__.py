"""The verbs: the only door to the papers for the reader and the command line."""
