"""The command line: a front end that says the verbs of `library`. Never loads Textual."""
