"""English singular and plural of one folded word, and nothing looser: `general` is not `generation`.

Better one form too many than a miss: a form that is no word costs one look in the index and finds nothing.
"""

from __future__ import annotations

from functools import lru_cache

_IRREGULAR = (
    "analysis analyses|axis axes|basis bases|crisis crises|child children|corpus corpora|criterion criteria|"
    "datum data|ellipsis ellipses|foot feet|formula formulae formulas|genus genera|goose geese|half halves|"
    "hypothesis hypotheses|index indices indexes|appendix appendices appendixes|leaf leaves|life lives|"
    "knife knives|shelf shelves|self selves|wolf wolves|calf calves|loaf loaves|locus loci|man men|"
    "woman women|matrix matrices matrixes|medium media|minimum minima minimums|maximum maxima maximums|"
    "optimum optima|extremum extrema|momentum momenta|mouse mice|nucleus nuclei|focus foci focuses|"
    "parenthesis parentheses|phenomenon phenomena|quantum quanta|radius radii|simplex simplices|"
    "spectrum spectra spectrums|stimulus stimuli|stratum strata|synthesis syntheses|tooth teeth|"
    "thesis theses|vertex vertices vertexes|vortex vortices|antenna antennae antennas|schema schemata schemas"
    "|lemma lemmata lemmas|automaton automata|bacterium bacteria|curriculum curricula|symposium symposia|"
    "equilibrium equilibria|continuum continua|larva larvae|vertebra vertebrae|person people persons|"
    "codebook codebooks|quiz quizzes|bus buses|bias biases|lens lenses|gas gases|canvas canvases|"
    "atlas atlases|chaos|alias aliases|focus focuses|movie movies|cookie cookies|tie ties|die dies|lie lies|"
    "pie pies|zombie zombies|calorie calories|cache caches|axe axes|base bases|niche niches"
    "|headache headaches"
)
_GROUPS: dict[str, set[str]] = {}
for _line in _IRREGULAR.split("|"):
    for _form in _line.split():
        _GROUPS.setdefault(_form, set()).update(_line.split())

_UNCOUNTED = (
    "news this thus plus minus versus always perhaps across besides towards whereas its his hers ours yours "
    "theirs is was has does goes us as yes physics mathematics ethics politics economics dynamics optics "
    "robotics genetics statics linguistics logistics kinematics mechanics electronics photonics graphics "
    "series species means less unless regardless nevertheless nonetheless various previous obvious les des "
    "new the an and or of in on at by to be are were been it we you he she they them that these those with "
    "from for not but if so do how why who what when where which can may will"
)
_NEITHER = frozenset(_UNCOUNTED.split())
_HISSING = ("s", "x", "z", "ch", "sh")


@lru_cache(maxsize=4096)
def variants(word: str) -> tuple[str, ...]:
    """`word`, which is folded, then its other numbers; short words and words with digits stay alone."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()) or word in _NEITHER:
        return (word,)
    forms: dict[str, None] = {word: None}
    forms.update(dict.fromkeys(sorted(_GROUPS.get(word, ()))))
    if len(forms) == 1:
        forms.update(dict.fromkeys((*_singulars(word), *_plurals(word))))
    return tuple(form for form in forms if form not in _NEITHER)


def _plurals(word: str) -> tuple[str, ...]:
    if word.endswith("s") and not word.endswith("ss"):
        return ()
    if word.endswith(_HISSING):
        return (word + "es",)
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word[:-1] + "ies",)
    if word.endswith("o"):
        return (word + "s", word + "es")
    return (word + "s",)


def _singulars(word: str) -> tuple[str, ...]:
    """What `word` may be the plural of."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return ()
    if word.endswith("ies") and len(word) > 4:
        return (word[:-3] + "y",)
    if word.endswith("es") and word[:-2].endswith(_HISSING):
        # `losses`, `boxes` drop two letters; `cases`, `sizes` drop one.
        return (word[:-2], word[:-1])
    if word.endswith("oes"):
        return (word[:-2], word[:-1])
    return (word[:-1],)
