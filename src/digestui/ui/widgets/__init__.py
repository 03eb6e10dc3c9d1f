"""Small things to look at and to click, each drawing its own cells. They know no library and no pane."""
