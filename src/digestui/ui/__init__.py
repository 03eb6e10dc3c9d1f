"""The reader: a Textual front end that says the verbs of `library`."""
