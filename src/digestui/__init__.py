"""digestui: read the day's papers in a terminal, decide in a keystroke, find them again years later."""

__version__ = "0.1.0"
