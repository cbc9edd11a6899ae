"""Reading Cypher text: strings and comments are never taken for code, whatever is in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cypher_text import parameter_names, strip, tokens


def test_tokens_have_kinds_and_places() -> None:
    text = "MATCH (n:`My Label` {name: $name}) // $not\nRETURN n.x1 >= 1.5e3, 'it''s', 1..3, n =~ \".*\""
    expected = ["MATCH", "(", "n", ":", "`My Label`", "{", "name", ":", "$name", "}", ")", "RETURN"]
    assert [t.text for t in tokens(text)][:12] == expected
    kinds = {t.text: t.kind for t in tokens(text)}
    assert kinds["$name"] == "parameter"
    assert kinds["1.5e3"] == "number"
    assert kinds[".."] == kinds[">="] == kinds["=~"] == "symbol"
    (place,) = [(t.line, t.column, t.offset) for t in tokens(text) if t.text == "x1"]
    assert place == (2, 10, text.index("x1"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("RETURN $a, $b, $a", ["a", "b"]),
        ("RETURN '$a', \"$b\", `$c`, 'x\\'$d'", []),
        ("RETURN 1 // $a\n/* $b\n */ + $c", ["c"]),
        ("RETURN $`odd name`, $`a``b`", ["odd name", "a`b"]),
        ("RETURN $größe, $_x1", ["größe", "_x1"]),
    ],
)
def test_parameters(text: str, names: list[str]) -> None:
    assert parameter_names(text) == names


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("RETURN 1;", "RETURN 1 "),
        ("RETURN 1 ; // end", "RETURN 1   // end"),
        ("RETURN /* a\nb */ 1", "RETURN     \n     1"),
        ("RETURN '/* ; */';", "RETURN '/* ; */' "),
        ("RETURN ';'", "RETURN ';'"),
        ("", ""),
    ],
)
def test_block_comments_and_a_final_semicolon_go(text: str, stripped: str) -> None:
    assert strip(text) == stripped


@given(st.text(alphabet="ab'\"`/*\\\n; $(){}.1→", max_size=40))
def test_every_character_is_in_exactly_one_token(text: str) -> None:
    end = 0
    for token in tokens(text, comments=True):
        assert text[end : token.offset].strip() == ""
        assert text[token.offset :].startswith(token.text)
        end = token.offset + len(token.text)
    assert text[end:].strip() == ""


@given(st.text(alphabet="ab'\"`/*\\\n; $(){}", max_size=40))
def test_stripping_keeps_lines_and_length(text: str) -> None:
    stripped = strip(text)
    assert len(stripped) == len(text)
    assert [i for i, c in enumerate(stripped) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
