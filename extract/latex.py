"""Turns LaTeX leftovers in names (accents, macros, math) into the plain text that a person would write."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.latexwalker import LatexMacroNode

#: Text without any of these is plain already.
_LEFTOVER = re.compile(r"[\\${}~]|``|--")

# A dollar opens math only when no blank follows it, and closes it only when no blank stands before it and no digit
# follows (unless a macro stands inside), so that prices stay as they are.
_MATH = re.compile(
    r"(?<!\\)\$\$?(?=\S)(?:((?:[^$\\]|\\.)+?)(?<=\S)\$\$?(?!\d)|([^$]*?\\[A-Za-z&%][^$]*?)(?<=\S)\$\$?)", re.DOTALL
)
_SCRIPT = re.compile(r"([_^])(?:\{([0-9+\-()=n]+)\}|([0-9+\-n](?![A-Za-z0-9])|[0-9]))")
_SUPER = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUB = str.maketrans("0123456789+-=()n", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ")

#: What LaTeX would swallow or read as markup, but in text copied from a page stands for itself.
_BARE = re.compile(r"(?<!\\)[%#&_^]")

#: Macros that only change the look of what follows, and macros whose argument is no part of the text.
_LOOK = frozenset(
    {"bf", "rm", "em", "it", "tt", "sc", "sf", "sl", "cal", "bfseries", "itshape", "scshape", "ttfamily", "sffamily"}
    | {"normalfont", "small", "large", "displaystyle", "textsuperscript", "textsubscript", "operatorname", "mbox"}
    | {"hbox", "underline", "boldsymbol", "bm", "xspace", "ensuremath", "left", "right"}
)
_HIDDEN = ("cite", "citep", "citet", "footnote", "label", "ref", "vspace", "hspace")
_LINK_TARGET = re.compile(r"\\href\{[^{}]*\}")


def plain(text: str) -> str:
    r"""Return the text with its LaTeX resolved; text without LaTeX comes back unchanged.

    Offsets into the text do not hold for the result: it is for names, aliases and display.

    Examples
    --------
    >>> plain(r"Fr\'echet Inception Distance")
    'Fréchet Inception Distance'
    >>> plain(r"$\tau$-bench"), plain(r"95\%"), plain("{BERT}"), plain("SE$^2$")
    ('τ-bench', '95%', 'BERT', 'SE²')
    >>> plain("$5 for 100% of A_1 & B")
    '$5 for 100% of A_1 & B'
    """
    if not _LEFTOVER.search(text):
        return text
    pieces: list[str] = []
    position = 0
    for math in _MATH.finditer(text):
        pieces += (
            _resolve(text[position : math.start()], bare=_BARE),
            _resolve(_scripts(math[1] or math[2]), bare=None),
        )
        position = math.end()
    pieces.append(_resolve(text[position:], bare=_BARE))
    result = "".join(pieces)
    return result if result.strip() else text


def _scripts(math: str) -> str:
    """Write small indices and powers with the characters that Unicode has for them."""

    def script(found: re.Match[str]) -> str:
        return (found[2] or found[3]).translate(_SUPER if found[1] == "^" else _SUB)

    return _SCRIPT.sub(script, math)


def _resolve(text: str, bare: re.Pattern[str] | None) -> str:
    if not _LEFTOVER.search(text):
        return text
    if bare is not None:
        text = _LINK_TARGET.sub("", text)
        text = bare.sub(lambda found: "\\" + found[0] if found[0] != "^" else r"\textasciicircum{}", text)
        text = text.replace("$", r"\$").replace(r"\\$", r"\$")
        # A tie joins words; a tilde before a number or alone means "about".
        text = re.sub(r"(?<!\\)~(?!\w)|(?<![\w.])(?<!\\)~", r"\\textasciitilde{}", text)
    try:
        return str(_converter().latex_to_text(text, tolerant_parsing=True)).replace("\xa0", " ")
    except (IndexError, KeyError):
        # A macro whose arguments were cut off, as at the end of a sentence: pylatexenc's replacement misses them.
        return text


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    # Imported on first use: most texts need none of it, and it takes a while to load.
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    def unknown(node: LatexMacroNode, l2tobj: LatexNodes2Text) -> str:
        """Show the argument of a macro, or else its name: in a title it mostly stands for the name of a method."""
        arguments = [a for a in (node.nodeargd.argnlist if node.nodeargd else None) or [] if a is not None]
        if arguments:
            return "".join(l2tobj.nodelist_to_text([a]) for a in arguments)
        return "" if node.macroname in _LOOK else f"{node.macroname}{node.macro_post_space}"

    db = get_default_latex_context_db()
    macros = [MacroTextSpec(name, "") for name in _HIDDEN] + [MacroTextSpec("url", "%(1)s")]
    db.add_context_category("papergraph", prepend=True, macros=macros)
    db.set_unknown_macro_spec(MacroTextSpec("", unknown))
    return LatexNodes2Text(latex_context=db, math_mode="text", keep_comments=True)
