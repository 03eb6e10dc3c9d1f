"""The panes beside the list: filters, abstract, note. Each is told what to show and says what was done.

They know no library, no query and not one another: the screen brings them what they show and hears their
messages.
"""
