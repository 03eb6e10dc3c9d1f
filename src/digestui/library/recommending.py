"""`recommend`: what to read next, learnt from what the reader did; every score explains itself.

Liked are papers that were starred, queued, noted or done, disliked those that were dismissed. What is learnt
is a weight for each word and author by a logistic regression over TF-IDF: a small one in plain Python, or
that of scikit-learn (the extra `digestui[recommend]`). A paper's score is the sum of its words' weights, so
the words that weigh most are the reason. Nothing is stored but the moment of a reset, and nothing leaves this
machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log, sqrt

from digestui.library import search
from digestui.library.library import Library
from digestui.library.similar import word_counts, word_forms
from digestui.model.query import In, Query, Where
from digestui.model.rows import Row
from digestui.records import dataclass
from digestui.storage import journal, remembered
from digestui.storage import similar as stored

RESET = "recommend-from"
"""Under this name the library remembers from when on decisions count."""
LEAST = 5
"""Liked papers below which nothing is learnt."""
LEARNT_FROM = 4_000
"""Decisions of each kind that are looked at, newest papers first."""
SCORED = 3_000
"""Papers scored one by one; of more, those that hold the words one likes most are looked at."""
ASKED = 40
"""Words that such papers are looked for by."""
REACH = 20_000
TAUGHT, EPOCHS = 600, 12
"""Decisions of each kind that the built-in scorer goes through, and how often."""
STEP, CALMER = 1.0, 0.9
LIMIT = 20
REASONS = 4
_AUTHOR = "\x1fauthor:"

Features = Counter[str]


@dataclass(frozen=True, slots=True)
class Scored:
    """A paper with how likely it is to be liked, 0 to 1, and why."""

    row: Row
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """The papers, and what they were chosen by."""

    papers: tuple[Scored, ...]
    liked: int
    disliked: int
    model: str
    """`logistic regression` or `built-in`; empty where too little was decided."""


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt: a weight for each word and author."""

    weights: Mapping[str, float]
    base: float
    name: str
    length: float = 1.0
    """What a sum of weights is divided by, besides the root of how many words a paper has."""

    def score(self, features: Features) -> float:
        """From 0 to 1."""
        total = sum(self.weights.get(word, 0.0) * (1 + log(n)) for word, n in features.items())
        return 1 / (
            1 + exp(-max(-30.0, min(30.0, self.base + total / self.length / sqrt(len(features) + 1))))
        )

    def why(self, features: Features) -> str:
        """`diffusion, distillation; by Bolei Zhou`, the words that speak most for it."""
        said = sorted(
            (word for word in features if self.weights.get(word, 0.0) > 0),
            key=lambda word: (-self.weights[word] * (1 + log(features[word])), word),
        )
        words = [word for word in said if not word.startswith(_AUTHOR)][:REASONS]
        people = [word.removeprefix(_AUTHOR) for word in said if word.startswith(_AUTHOR)][:2]
        parts = [", ".join(words)] if words else []
        parts += [f"by {' and '.join(people)}"] if people else []
        return "; ".join(parts)


def recommend(lib: Library, query: str = "", limit: int = LIMIT, *, plain: bool = False) -> Recommended:
    """The papers of `query` (empty: the inbox) that are most like those one kept; undecided ones only.

    `plain` uses the built-in scorer also where scikit-learn is there.
    """
    liked, disliked = decided(lib)
    if len(liked) < LEAST:
        return Recommended((), len(liked), len(disliked), "")
    model = learn(lib, liked, disliked, plain=plain)
    asked = search.narrowed(search.understand(lib, query).query, In(Where.INBOX))
    scored = _scored(lib, asked, model, {*liked, *disliked})[: limit or None]
    rows = {row.id: row for row in search.rows(lib, [paper for paper, _, _ in scored])}
    papers = tuple(Scored(rows[paper], round(score, 3), why) for paper, score, why in scored if paper in rows)
    return Recommended(papers, len(liked), len(disliked), model.name)


def order(lib: Library, query: Query) -> list[int] | None:
    """The undecided papers of a query, likeliest first; None where too little was decided. Of very many only
    the newest and those that hold the best words."""
    liked, disliked = decided(lib)
    if len(liked) < LEAST:
        return None
    model = learn(lib, liked, disliked)
    return [paper for paper, _, _ in _scored(lib, query, model, {*liked, *disliked})]


def too_little(lib: Library) -> str:
    """What to say where nothing can be learnt yet."""
    kept = len(decided(lib)[0])
    return f"too little to learn from: {kept} paper{'' if kept == 1 else 's'} kept, {LEAST} are needed"


def _scored(lib: Library, query: Query, model: Model, known: set[int]) -> list[tuple[int, float, str]]:
    ids = [paper for paper in _candidates(lib, Query(query.where), model) if paper not in known]
    return sorted(score_all(lib, model, ids), key=lambda found: (-found[1], -found[0]))


def records(lib: Library, found: Recommended) -> list[dict[str, object]]:
    """The papers with all their fields, as `search --format json` gives them, and `score` and `why`."""
    from digestui.exporters.fields import record

    said = {one.row.id: one for one in found.papers}
    return [
        {**record(detail), "score": said[detail.id].score, "why": said[detail.id].why}
        for detail in search.details(lib, list(said))
    ]


def decided(lib: Library) -> tuple[list[int], list[int]]:
    """(liked, disliked) papers, those of before the last reset left out."""
    since = int(remembered.get(lib.database, RESET) or 0)
    counted = journal.papers_since(lib.database, since * 1000) if since else None

    def of(text: str) -> list[int]:
        ids = search.find(lib, search.understand(lib, text).query).ids
        return [paper for paper in ids if counted is None or paper in counted][:LEARNT_FROM]

    liked = of("(is:starred OR is:queued OR is:noted OR is:done) in:any -is:dismissed")
    return liked, of("is:dismissed -is:starred -is:noted")


def reset(lib: Library) -> None:
    """Forget what was learnt: from now on only new decisions count."""
    with lib.database.write():
        remembered.put(lib.database, RESET, str(lib.now() + 1))


def learn(lib: Library, liked: Sequence[int], disliked: Sequence[int], *, plain: bool = False) -> Model:
    """A model of what is liked. Without anything disliked, other papers stand for it, at a tenth."""
    good = _features(lib, liked)
    bad = _features(lib, disliked)
    if not plain:
        from importlib.util import find_spec

        if bad and find_spec("sklearn") is not None:
            return _logistic(good, bad)
    return _built_in(lib, good, bad)


def score_all(lib: Library, model: Model, ids: Sequence[int]) -> list[tuple[int, float, str]]:
    """(paper, score, why) of each."""
    found = []
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        for paper, features in zip(some, _features(lib, some), strict=True):
            found.append((paper, model.score(features), model.why(features)))
    return found


def _features(lib: Library, ids: Sequence[int]) -> list[Features]:
    texts = stored.texts(lib.database, list(ids))
    return [_of_text(texts[paper]) if paper in texts else Counter() for paper in ids]


def _of_text(text: tuple[str, str, str]) -> Features:
    features = word_counts(text)
    for name in text[2].split("\n"):
        if name:
            features[_AUTHOR + name] += 1
    return features


def _built_in(lib: Library, good: Sequence[Features], bad: Sequence[Features]) -> Model:
    """A logistic regression in plain Python: TF-IDF by how common words are in this library, liked and
    disliked in turn so that neither drowns the other. The same decisions give the same weights."""
    everything = max(1, stored.papers(lib.database))
    words = list({word for features in (*good, *bad) for word in features})
    common = stored.frequencies(
        lib.database, {word: word_forms(word) for word in words if not word.startswith(_AUTHOR)}
    )
    rarity = {word: 1 + log((1 + everything) / (1 + common.get(word, 2))) for word in words}

    def vector(features: Features) -> list[tuple[str, float]]:
        raw = [(word, (1 + log(n)) * rarity[word]) for word, n in features.items()]
        length = sqrt(sum(value * value for _, value in raw)) or 1.0
        return [(word, value / length) for word, value in raw]

    liked = [vector(features) for features in good[:TAUGHT]]
    disliked = [vector(features) for features in bad[:TAUGHT]]
    weights: dict[str, float] = dict.fromkeys(words, 0.0)
    base, rounds, step = 0.0, max(len(liked), len(disliked)), STEP
    for _ in range(EPOCHS):
        for number in range(rounds):
            for sign, vectors in ((1.0, liked), (-1.0, disliked)):
                if not vectors:
                    continue
                one = vectors[number % len(vectors)]
                total = base + sum(weights[word] * value for word, value in one)
                push = sign / (1 + exp(max(-30.0, min(30.0, sign * total))))
                base += 0.05 * push
                for word, value in one:
                    weights[word] += step * push * value
        step *= CALMER
    # A score is a sum over (1 + log n): what stood between is put into the weights.
    mean = sum(rarity.values()) / max(1, len(rarity))
    return Model({word: weights[word] * rarity[word] for word in words}, base, "built-in", mean)


def _logistic(good: Sequence[Features], bad: Sequence[Features]) -> Model:
    """Logistic regression over TF-IDF: the same words and authors, weighed by scikit-learn."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer()
    counts = vectorizer.fit_transform([dict(features) for features in (*good, *bad)])
    tfidf = TfidfTransformer(sublinear_tf=True)
    matrix = tfidf.fit_transform(counts)
    regression = LogisticRegression(C=10.0, class_weight="balanced", max_iter=200)
    regression.fit(matrix, [1] * len(good) + [0] * len(bad))
    # Back to a weight a word, so that a score can be told in words like any other.
    scaled = regression.coef_[0] * tfidf.idf_
    mean = sum(sqrt(len(features) + 1) for features in good) / len(good) / 4
    weights = {
        str(name): float(weight) / mean
        for name, weight in zip(vectorizer.get_feature_names_out(), scaled, strict=True)
    }
    return Model(weights, float(regression.intercept_[0]), "logistic regression")


def _candidates(lib: Library, query: Query, model: Model) -> Iterable[int]:
    """The papers of a query; where there are very many, the newest and those that hold the best words."""
    if search.count(lib, query) <= SCORED:
        return list(search.find(lib, query).ids)
    best = sorted(model.weights, key=lambda word: -model.weights[word])
    words = [word for word in best if not word.startswith(_AUTHOR) and model.weights[word] > 0][: 3 * ASKED]
    common = stored.frequencies(lib.database, {word: word_forms(word) for word in words})
    asked = [word for word in words if common.get(word, 0) <= REACH][:ASKED]
    forms = [form for word in asked for form in word_forms(word)]
    holding = stored.holding(lib.database, forms, SCORED) if forms else []
    newest = search.first_page(lib, query, SCORED // 4)
    return dict.fromkeys([*newest, *search.among(lib, query, list(holding))])
