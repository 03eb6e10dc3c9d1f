"""LaTeX as people read it: `87.7\\%` as 87.7%, `$\\alpha_2$` as α₂, `Erd\\H{o}s` as Erdős. Pure.

Most texts hold none and are given back as they are; the tables for the others are loaded when one comes.
"""

from __future__ import annotations

from functools import lru_cache


def to_unicode(text: str) -> str:
    """`text` with its LaTeX in Unicode. What is no LaTeX, and what is not known, stays letter for letter."""
    if "\\" not in text and "$" not in text and "~" not in text and "``" not in text:
        return text
    from digestui.text.latex_reading import Reading

    return Reading(text).result()


@lru_cache(maxsize=512)
def display(text: str) -> str:
    """`to_unicode`, remembered for the texts that panes draw again and again."""
    return to_unicode(text)
