"""Views of a text: words by characters and back, occurrences, and which form wins."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.textview import TextView, longest_first


def test_title_words_and_sentences() -> None:
    view = TextView("A short title\nOne sentence. Another one.")
    assert view.title_words == 3
    assert [view.sentence(i).text for i in range(3)] == ["A short title", "One sentence.", "Another one."]
    assert view.sentence_of == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_occurrences_never_start_or_end_inside_a_word() -> None:
    view = TextView("GAN and GANs and StyleGAN and GAN-based")
    assert [view.mention(s).start for s in view.occurrences("GAN")] == [0, 30]


def test_longer_form_wins_over_one_inside_it() -> None:
    view = TextView("object detection and semi-supervised object detection")
    placed = longest_first(view, ["object detection", "semi-supervised object detection"])
    assert {f: [view.form(s) for s in spans] for f, spans in placed.items()} == {
        "object detection": ["object detection"],
        "semi-supervised object detection": ["semi-supervised object detection"],
    }


@given(
    st.text(alphabet=st.sampled_from("ab1 -."), max_size=60),
    st.text(alphabet=st.sampled_from("ab1 -."), min_size=1, max_size=6),
)
def test_occurrences_are_the_form(text: str, form: str) -> None:
    view = TextView(text)
    assert all(view.form(s) == form for s in view.occurrences(form))
