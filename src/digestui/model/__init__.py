"""The words of the program as frozen records: standard library only, no input, no output, no clock.

`paper` what a source says · `digest` where it came from · `triage` what the reader decided · `journal` the
acts in order · `receipt` what an act changed · `query` a parsed line of the query language · `rows` what
panes and listings show.
"""
