"""Papers near to one: by the rare words they share and by their authors, each with its reason.

Nothing is learnt and nothing is stored: the index of words says how common each word is, and a paper is near
that shares uncommon ones. The same library gives the same answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import log, sqrt

from digestui.library import search
from digestui.library.library import Library
from digestui.model.rows import Row
from digestui.storage import similar as stored
from digestui.text.folding import plain_words, words
from digestui.text.inflect import variants
from digestui.text.latex import to_unicode

LIMIT = 20
ASKED = 14
"""Words of the paper that others are looked for by."""
LOOKED_AT = 120
"""Papers compared in full."""
COMMON = 0.35
"""A word that more than this part of all papers holds says nothing."""
REACH = 60_000
"""Papers that the words asked for may have together, so that a million papers take no longer than few."""
TITLE = 3
"""How often a word of the title counts."""
SAME_AUTHOR = 0.12
"""What an author in common adds."""
REASONS = 4
"""Terms named in a reason."""
_BETWEEN = (" ", "-", "\n")
"""What stands between two words of one term."""
_SAID_OF_ANYTHING = """
a able about above achieve achieved addition additional additionally after aim allow allowing also
although among an analysis and any anything approach are art as aspect at available based be because been
before being best better between beyond both but by can case challenge change code common compared
comparable complex component consider consistently contribution could crucial current currently
demonstrate demonstrated design despite develop difference different directly do does due during e each
easily effective effectively efficiency efficient either enable end even every example existing
experiment experimental extensive fact field finally find finding first focus found following for
framework from full further furthermore gap gain general github given global good great has have having
here high higher highly how however http https human i if impact important improve improved improvement
improving in including increase increasing information introduce introduced introducing into investigate
is issue it its key large larger last lead leading less level leverage limit limitation limited local low
lower made main mainly make making many may mean means method model more moreover most much must namely
need nevertheless nonetheless new next no not note novel number observe obtain of often on one only open
or order other our out over overall paper part particular particularly perform performance performing
possible potential powerful practice present presented previous previously prior problem process
promising propose proposed prove provide providing publicly purpose question range recent recently reduce
related relative release respect respectively released remain report require required research result
role same second set setting several shall should show showing shown significant significantly simple
simply since single small so some specifically standard state state-of-the-art step still strategy strong
struggle study such superior system take task technique term test than that the their them then there
therefore these they this those three through thus time to together top toward towards training train
trained two type typically under understanding up upon us use used useful using val value various very
via was way we well were what when where whether which while who whole why wide widely will with within
without work would www yet yield yielding you
"""
_EMPTY = frozenset(_SAID_OF_ANYTHING.split())
"""Words that any paper may hold, whatever it is about."""


def similar(lib: Library, key: str, limit: int = LIMIT) -> list[tuple[Row, float, str]]:
    """The papers nearest to the one that `key` names, best first: row, nearness from 0 to 1, and why.

    Raises `NotFound` or `Ambiguous` for a key.
    """
    paper = search.resolve_key(lib, key)
    database = lib.database
    mine = stored.texts(database, [paper])[paper]
    counts = word_counts(mine)
    everything = stored.papers(database)
    forms = {word: word_forms(word) for word in counts}
    common = stored.frequencies(database, forms)
    weights = {
        word: (1 + log(n)) * log((everything + 1) / common[word])
        for word, n in counts.items()
        if 1 < common.get(word, 0) <= max(3, COMMON * everything)
    }
    asked = _asked(weights, common)
    if not asked:
        return []
    wanted = [form for word in asked for form in forms[word]]
    found = [number for number in stored.holding(database, wanted, LOOKED_AT) if number != paper]
    others = stored.texts(database, found)
    mine_long = sqrt(sum(w * w for w in weights.values()))
    authors = set(filter(None, mine[2].split("\n")))
    meant = {form: word for word in weights for form in forms[word]}
    near: list[tuple[float, int, dict[str, float], list[str]]] = []
    for number in found:
        title, abstract, by = others[number]
        theirs = Counter(plain_words(to_unicode(abstract)) + TITLE * plain_words(to_unicode(title)))
        counted: dict[str, int] = {}
        for form in theirs.keys() & meant.keys():
            counted[meant[form]] = counted.get(meant[form], 0) + theirs[form]
        shared = {word: weights[word] * weights[word] * (1 + log(n)) for word, n in counted.items()}
        together = sum(shared.values())
        # Words of theirs that are not mine weigh a guess each: to know costs a look-up for every one.
        length = sqrt(together + 4.0 * len(theirs.keys() - _EMPTY - meant.keys()))
        score = together / (mine_long * length) if length else 0.0
        people = [name for name in by.split("\n") if name in authors]
        near.append((min(1.0, score + SAME_AUTHOR * len(people[:3])), number, shared, people))
    near.sort(key=lambda one: (-one[0], -one[1]))
    best = near[:limit]
    rows = {row.id: row for row in search.rows(lib, [number for _, number, _, _ in best])}
    my_pairs = _pairs(mine, weights)
    told: list[tuple[Row, float, str]] = []
    for score, number, shared, people in best:
        if number in rows:
            both = my_pairs.keys() & _pairs(others[number], shared).keys()
            why = _why(shared, {pair: my_pairs[pair] for pair in both}, people)
            told.append((rows[number], round(score, 3), why))
    return told


def records(lib: Library, found: list[tuple[Row, float, str]]) -> list[dict[str, object]]:
    """Near papers with all their fields, as `search --format json` gives them, and `score` and `why`."""
    from digestui.exporters.fields import record

    near = {row.id: (score, why) for row, score, why in found}
    return [
        {**record(detail), "score": near[detail.id][0], "why": near[detail.id][1]}
        for detail in search.details(lib, list(near))
    ]


def word_counts(text: tuple[str, str, str]) -> Counter[str]:
    """How often each word stands in title (three times as much) and abstract, singular and plural as one."""
    title, abstract, _ = text
    counted: Counter[str] = Counter()
    for part, weight in ((title, TITLE), (abstract, 1)):
        for word, n in Counter(plain_words(to_unicode(part))).items():
            one = _stem(word)
            if one:
                counted[one] += n * weight
    return counted


def word_forms(word: str) -> list[str]:
    """What counts as a word that `word_counts` gave: itself and its other numbers."""
    return [form for form in variants(word) if _stem(form) == word] or [word]


@lru_cache(maxsize=60_000)
def _stem(word: str) -> str:
    """What a word is counted as; empty for numbers and words that say nothing. Kept: papers repeat words."""
    if len(word) <= 2 or word.isdigit() or word in _EMPTY:
        return ""
    one = min(variants(word), key=len)
    return "" if one in _EMPTY else one


def _asked(weights: Mapping[str, float], common: Mapping[str, int]) -> list[str]:
    """The words that say most, as long as they do not lead to too many papers."""
    asked: list[str] = []
    reach = 0
    for word in sorted(weights, key=lambda word: (-weights[word], word)):
        if reach + common[word] > REACH:
            continue
        asked.append(word)
        reach += common[word]
        if len(asked) == ASKED:
            break
    return asked


def _pairs(text: tuple[str, str, str], weights: Mapping[str, float]) -> dict[tuple[str, str], str]:
    """Two words that stand side by side in title or abstract and both count, each as they are written."""
    found: dict[tuple[str, str], str] = {}
    for part in text[:2]:
        plain = to_unicode(part)
        before, last, ended = "", 0, 0
        for word, start, end in words(plain):
            one = _stem(word)
            one = one if one in weights else ""
            if before and one and before != one and plain[ended:start] in _BETWEEN:
                found.setdefault((before, one), plain[last:end].lower())
            before, ended, last = one, end, start
    return found


def _why(shared: Mapping[str, float], pairs: Mapping[tuple[str, str], str], people: list[str]) -> str:
    """`shares masked autoencoders, distillation; also by Bolei Zhou`."""
    terms: list[tuple[float, str, tuple[str, ...]]] = [(n, word, (word,)) for word, n in shared.items()]
    terms += [(shared[a] + shared[b], shown, (a, b)) for (a, b), shown in pairs.items()]
    said: list[str] = []
    used: set[str] = set()
    for _, shown, parts in sorted(terms, key=lambda term: (-term[0], term[1])):
        if not used & set(parts):
            used.update(parts)
            said.append(shown)
        if len(said) == REASONS:
            break
    told = [f"shares {', '.join(said)}"] if said else []
    if people:
        more = f" and {len(people) - 1} more" if len(people) > 1 else ""
        told.append(f"also by {people[0]}{more}")
    return "; ".join(told)
