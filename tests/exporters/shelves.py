"""Papers that references trip over, in a library with the bundled digest; and what to compare them by."""

from __future__ import annotations

import io
import re
import unicodedata

from digestui.library import export, search
from digestui.library.library import Library
from digestui.model.rows import Detail
from digestui.text.latex import to_unicode
from library.feeding import paper

EXTRAS = (
    paper("50% of R&D: costs of $O(n^2)$ in {C} #1", "arxiv:2401.00001", "doi:10.1/a_b",
          authors=("Paul Erdős", "Ludwig van Beethoven", "Martin Luther King Jr."), venue="Proc. of A & B",
          published="2024-01-02"),
    paper(r"On \emph{na\"ive} $\alpha$-mixing", "arxiv:math/0309136", authors=(r"Erd\H{o}s, P\'al",),
          published="2003-09"),
    paper("=HYPERLINK(\"http://x\")", "doi:10.1000/xyz", authors=("ATLAS Collaboration",), published="2020"),
    paper("Same title", "arxiv:2401.00002", authors=("Ann Smith",), published="2024"),
    paper("Same title again", "arxiv:2401.00003", authors=("Ann Smith",), published="2024"),
    paper("Same title, once more", "arxiv:2401.00004", authors=("Ann Smith",), published="2024"),
    paper("<b>Bold</b> & \"quoted\" — “words” 视觉", "openreview:aBcD_-12",
          authors=("王伟", "María de la Cruz")),
    paper("Observation of a new boson", "doi:10.1016/j.physletb.2012.08.020", published="2012-09",
          venue="Physics Letters B",
          authors=tuple(f"{first}. Author{chr(97 + n)}" for n in range(26) for first in "ABCDEFGHIJ")),
    paper("Nobody wrote this one", "doi:10.1000/1234_(5)", published="2019", venue="Journal of Nobody"),
    paper("A report by institutions", "arxiv:2303.08774", published="2023",
          authors=("OpenAI", "Qwen Team", "World Health Organization", "DeepSeek-AI", "Plato")),
    paper(r"A $\mathcal{O}(n \log n)$ bound for {\bf all} of Schr\"odinger's 100\% $p$-adic $L^2_{\infty}$",
          "arxiv:hep-th/9901001",
          "doi:10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
          authors=("J. R. R. Tolkien", "O'Neil-Smith, Anne-Marie", "Nguyễn Văn Ánh", "Muhammad al-Khwarizmi",
                   "Jean de la Fontaine", "Vega y Ortega, Juan Carlos de la"), published="1999-01-02"),
    paper("Unclosed { brace and \\", "openreview:zzzzzzzzzz", authors=("Łukasz Śmiały", "Ævar Ðór")),
    paper("Neither id nor day nor people"),
)  # fmt: skip


def every(lib: Library) -> list[int]:
    return list(search.find(lib, search.understand(lib, "in:any").query).ids)


def whole(lib: Library) -> list[Detail]:
    return search.details(lib, every(lib))


def written(lib: Library, format: str) -> str:
    out = io.StringIO()
    export.export(lib, every(lib), format, out)
    return out.getvalue()


def letters(text: str) -> str:
    """The letters and digits of a text, whatever notation it is in."""
    plain = unicodedata.normalize("NFKD", to_unicode(text))
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c))).casefold()


def people(names: tuple[str, ...] | list[str]) -> list[list[str]]:
    """Each name as its words in alphabetical order: readers differ in which part comes first."""
    return [
        sorted(filter(None, (letters(word) for word in re.split(r"[\s,]+", to_unicode(name)))))
        for name in names
    ]


def ids(detail: Detail, kind: str) -> str:
    return next((key.partition(":")[2] for key in detail.paper.keys if key.startswith(f"{kind}:")), "")
