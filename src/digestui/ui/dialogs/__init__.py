"""Questions laid over the screen, each asking one thing. They know no library: what they need is given to
them, and what was answered is given back (`None` for leaving unchanged). Imported on first use.
"""
