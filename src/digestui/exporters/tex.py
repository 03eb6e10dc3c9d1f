"""Text as TeX source: what is mathematics stays, every other special character stands for itself.

Foreign text can never become a live command: only mathematics made of known harmless commands is let through,
and braces always balance, also for a reader to whom a backslash protects nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestui.text.latex import to_unicode

_ESCAPES = str.maketrans({
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "\u00a0": "~",
})  # fmt: skip

# Opening and closing dollar as pandoc tells them: no blank inside, no digit after, so `$5 or $6` stays money.
MATH = re.compile(r"(?<![\\$])\$(?=[^\s$])([^$]{1,400}?)(?<=[^\s\\])\$(?![\d$])")
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|(.))", re.DOTALL)
_HARMLESS_WORDS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
    varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi
    Sigma Upsilon Phi Psi Omega frac dfrac tfrac sqrt sum prod int oint iint lim log ln exp sin cos tan
    min max sup inf arg argmin argmax det dim ker Pr gcd mod bmod pmod mathcal mathbb mathbf mathrm
    mathit mathsf mathtt mathfrak mathscr boldsymbol bm text textrm textit textbf texttt textsc
    operatorname left right big Big bigg Bigg times cdot cdots ldots dots pm mp leq geq le ge neq ne
    approx sim simeq equiv propto ll gg in notin ni subset subseteq supset supseteq cup cap setminus
    emptyset varnothing forall exists nabla partial infty ell hbar Re Im to rightarrow leftarrow
    Rightarrow Leftarrow leftrightarrow mapsto uparrow downarrow hat bar tilde vec dot ddot overline
    underline widehat widetilde circ bullet star ast dagger otimes oplus odot perp parallel angle prime
    langle rangle lceil rceil lfloor rfloor mid vert Vert lVert rVert quad qquad land lor neg aleph
    lesssim gtrsim rm bf it cal
"""
_HARMLESS = frozenset(_HARMLESS_WORDS.split())


def escape(text: str) -> str:
    """Text for a BibTeX field in braces, one line: the same words once TeX or a reader has decoded it."""
    return " ".join("".join(piece for piece, _ in _pieces(text)).split())


def protect(text: str) -> str:
    """A title for BibTeX: like `escape`, and words with inner capitals keep them in every style."""
    pieces = (piece if math else _CAPITALS.sub(r"{\g<0>}", piece) for piece, math in _pieces(text))
    return " ".join("".join(pieces).split())


# `ImageNet`, `BERT`, `3D`; not behind a backslash (a command's name) nor next to a letter, so no word is cut.
_CAPITALS = re.compile(r"(?<![\\\w])\w+[A-Z]\w*")


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Finished TeX in order, each piece with whether it is mathematics.

    Mathematics is lifted out, the rest made Unicode as one text (a command may reach over it), and put back.
    """
    mark = next((chr(c) for c in range(0xE000, 0xF8FF) if chr(c) not in text), "\ufdd0")
    kept: list[str] = []

    def lift(found: re.Match[str]) -> str:
        if not _plain_math(found[1]):
            return found[0]
        kept.append(found[0])
        return mark

    words = to_unicode(MATH.sub(lift, text)).split(mark)
    if len(words) != len(kept) + 1:
        words, kept = [to_unicode(text)], []
    yield words[0].translate(_ESCAPES), False
    for mathematics, after in zip(kept, words[1:], strict=True):
        yield mathematics, True
        yield after.translate(_ESCAPES), False


def _plain_math(body: str) -> bool:
    """Whether mathematics may go through as it is: harmless commands, and braces that balance both for TeX,
    to which a backslash before one counts for nothing, and for readers to whom it protects."""
    if re.search(r"[#%~]", body):
        return False
    if not _balanced(body) or not _balanced(re.sub(r"\\.", "", body)):
        return False
    return all(c[1] in _HARMLESS if c[1] else c[2] in ",;:! |{}" for c in _COMMAND.finditer(body))


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return not depth
