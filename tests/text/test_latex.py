"""LaTeX becomes readable, and no text is ever lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.text.latex import display, to_unicode

bits = st.lists(
    st.sampled_from(
        [
            *"\\{}$^_~`'\"%a1é ",
            r"\emph{",
            r"\frac",
            r"\'e",
            "$x$",
            r"\alpha",
            r"\textbf",
            r"\foo{",
            r"\(",
            r"\)",
            "``",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"87.7\% top-1", "87.7% top-1"),
        (r"(\ie shift) and \eg this, \etal.", "(i.e. shift) and e.g. this, et al."),
        (r"$\alpha_2$", "α₂"),
        (r"\emph{x}", "x"),
        (r"\foo{bar} \baz", r"\foo{bar} \baz"),
        (
            r"Erd\H{o}s, R\'e, \'{\i}, S\o ren, {\'e}, na\"{\i}ve, \c{c}, Ha\v{s}ek",
            "Erdős, Ré, í, Søren, é, naïve, ç, Hašek",
        ),
        ("$L^2$ and $x^{ab}$ and H$_2$O and 10$^{-3}$", "L² and xᵃᵇ and H₂O and 10⁻³"),
        (r"$\frac{a}{b}$ $\sqrt{n}$ $\mathbb{R}^d$ $\hat{x}$", "a/b √n ℝᵈ x̂"),
        (r"$\mathcal{O}(n \log n)$ $x_{i,j}$", "O(n log n) x_(i,j)"),
        ("costs $5 and $10, US$100-US$200", "costs $5 and $10, US$100-US$200"),
        ("at~https://github.com/a_b/c~d and Table~2", "at https://github.com/a_b/c~d and Table 2"),
        (
            "~99% of 0.5~1.0, z~2.5, M^3ViT, only_train_once",
            "~99% of 0.5~1.0, z~2.5, M^3ViT, only_train_once",
        ),
        (r"Evo\textbf{Lved", r"Evo\textbf{Lved"),
        ("{https://x.org/y} <this picture> {BERT}", "{https://x.org/y} <this picture> {BERT}"),
        (r"{\it Kepler} {\bf x}", "Kepler x"),
        ("a ``soft\" bias, ``so''", 'a “soft" bias, “so”'),
        (r"C:\Users\me \"quoted\"", r"C:\Users\me \"quoted\""),
        ("plain text", "plain text"),
    ],
)
def test_examples(latex: str, plain: str) -> None:
    assert to_unicode(latex) == plain
    assert display(latex) == plain


@given(bits)
def test_letters_of_prose_are_never_lost(text: str) -> None:
    plain = to_unicode(text)
    assert plain.count("1") + sum(plain.count(c) for c in "¹₁") == text.count("1")


@given(st.text(st.characters(exclude_characters="\\$~`", exclude_categories=("Cs",))))
def test_text_without_latex_comes_back_as_it_is(text: str) -> None:
    assert to_unicode(text) == text


@pytest.mark.parametrize(
    "text",
    [
        r"\textbf{" * 20_000,
        "{" * 50_000 + "\\",
        "$" * 50_001,
        r"$\frac" * 9_000,
        r"\'" * 30_000,
        "$a b" * 20_000,
        r"\(" * 20_000,
        "$" + "{" * 2_000 + r"\a" + "}" * 2_000 + "$",
    ],
)
def test_hostile_latex_takes_no_time(text: str) -> None:
    start = time.process_time()
    to_unicode(text)
    assert time.process_time() - start < 3
