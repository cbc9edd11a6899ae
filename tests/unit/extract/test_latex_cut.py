from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.latex import plain


@pytest.mark.parametrize("text", [r"the code is at \href", r"a bound of \sqrt", r"\frac", r"\begin{", r"\left("])
def test_a_macro_without_its_arguments_is_no_error(text: str) -> None:
    assert plain(text)


@given(st.text(alphabet="\\{}$^_ahrefsqtbold[]%&~"))
def test_no_text_is_an_error(text: str) -> None:
    plain(text)
