"""LaTeX leftovers become what a person would write; everything else stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.latex import plain


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Fr\'echet", "Fréchet"),
        (r"Fr{\'e}chet Inception Distance", "Fréchet Inception Distance"),
        (r"Schr\"odinger", "Schrödinger"),
        (r"na\"{\i}ve Bayes", "naïve Bayes"),
        (r"Erd\H{o}s--R\'enyi", "Erdős–Rényi"),
        (r"\L ukasz", "Łukasz"),
        (r"95\%", "95%"),
        (r"R\&D of C\#", "R&D of C#"),
        (r"A\_B", "A_B"),
        (r"$\tau$-bench", "τ-bench"),
        (r"$\alpha$-$\beta$ pruning", "α-β pruning"),
        (r"$k$NN", "kNN"),
        (r"$n$-gram", "n-gram"),
        (r"SE$^2$", "SE²"),
        (r"SE$^{2}$-Net", "SE²-Net"),
        (r"CO$_2$", "CO₂"),
        (r"$\ell_1$ loss", "ℓ₁ loss"),
        (r"$\pi_0$", "π₀"),
        (r"$\sim$80\%", "∼80%"),
        (r"$10\times$", "10×"),
        (r"$\times$2", "×2"),
        (r"$\mathcal{L}_{1}$", "ℒ₁"),
        (r"$O(n^2)$", "O(n²)"),
        (r"{BERT}", "BERT"),
        (r"\textbf{Foo}-Net", "Foo-Net"),
        (r"\textsc{Bert}", "Bert"),
        (r"$\texttt{Model}$", "Model"),
        (r"{\bf X}Y", "XY"),
        (r"${\rm X}$", "X"),
        (r"\ours outperforms", "ours outperforms"),
        (r"\href{https://example.org}{Foo}", "Foo"),
        (r"\url{https://example.org/a_b}", "https://example.org/a_b"),
        (r"``quoted''", "“quoted”"),
        (r"GPT~4", "GPT 4"),
        (r"\textit{X} is 50% off", "X is 50% off"),
    ],
)
def test_leftovers(latex: str, text: str) -> None:
    assert plain(latex) == text


PLAIN = ("", "CLIP", "$5 and $10", "$5", "100% of A_1 & B#2", "x^2", "~10 papers", "\\", "$", "naïve “Bayes” – 日本語")


@pytest.mark.parametrize("text", [*PLAIN, "a < b > c", "l'état d'art", "f(x) = y", "C:/tmp"])
def test_plain_text_stays(text: str) -> None:
    assert plain(text) == text


def test_prices_stay_beside_leftovers() -> None:
    assert plain(r"$5 and $10 are 50\%") == "$5 and $10 are 50%"


@pytest.mark.parametrize("text", [r"\emph{a", "a{b", "a}b", "$x", r"\begin{x}foo", r"\frac{1", "{" * 50, "}" * 50])
def test_broken_latex_never_fails(text: str) -> None:
    assert isinstance(plain(text), str)


@given(
    st.text(st.one_of(st.sampled_from("\\{}$%^_&~#-`' ab1\n"), st.characters(exclude_categories=("Cs",))), max_size=40)
)
def test_any_text_gives_text(text: str) -> None:
    assert plain(text) or not text


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\\${}~`-")))
def test_text_without_latex_is_not_touched(text: str) -> None:
    assert plain(text) == text


@pytest.mark.shared
def test_the_annotated_names_come_out_without_markup(shared: Path) -> None:
    lines = (shared / "gold" / "train-arxiv.jsonl").read_text(encoding="utf-8").splitlines()
    names = {entity["name"] for line in lines for entity in json.loads(line)["entities"]}
    changed = {name: plain(name) for name in names if plain(name) != name}
    assert changed, "there are leftovers among them"
    assert not [text for text in changed.values() if "\\" in text or "{" in text or "}" in text]
