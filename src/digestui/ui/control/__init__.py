"""Controllers: each answers for one thing the reader can do, between the keys and the library.

`finder` what is on show · `picking` papers by their key or state · `decider` acts and undo · `kept` what
was kept in this sitting · `notekeeper` notes and drafts · `facts` the paper under the cursor, counts,
facets · `watcher` what others do meanwhile · `words` what status line and header say · `emptiness` what
stands in an empty list · `layout` where panes stand · `arrival` coming and going · `typed_commands` lines
after `:` · `piping` commands that are given papers · `outside` editor, browser, clipboard.
"""
