"""Controllers: each answers for one thing the reader can do, between the keys and the library.

`finder` what is on show · `decider` acts and undo · `notekeeper` notes and drafts · `facts` the paper under
the cursor, counts, facets · `words` what status line and header say · `layout` where panes stand · `arrival`
coming and going · `typed_commands` lines after `:` · `outside` editor, browser, clipboard.
"""
