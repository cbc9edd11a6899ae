"""Makes one paper of the records that several inputs have of it, the same whatever their order."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from extract.records import Paper

_TITLE_HASH = re.compile(r"p[0-9a-f]{10}")


def combine(one: Paper, other: Paper) -> Paper:
    """Return the paper that two records of it tell together.

    The text is that of the record with the longer abstract (then: the one later in the alphabet); offsets need it
    whole, so title and abstract are taken together. Of every other field the fullest value wins: the longer list, the
    earliest date. Each choice is the greatest by a fixed order, so the result does not depend on which
    record came first, nor on how many came in which groups.
    """
    base = max(one, other, key=lambda p: (len(p.abstract), p.abstract, p.title))
    date = _pick(min, one.date, other.date)
    url = _pick(min, one.url, other.url)
    authors = max(one.authors, other.authors, key=lambda names: (len(names), names))
    return Paper(
        id=min(one.id, other.id, key=is_title_hash),
        title=base.title,
        abstract=base.abstract,
        date=date,
        year=date.year if date else _pick(min, one.year, other.year),
        authors=authors,
        n_authors=_pick(max, one.n_authors, other.n_authors),
        categories=max(one.categories, other.categories, key=lambda names: (len(names), names)),
        url=url,
        sources=tuple(sorted({*one.sources, *other.sources})),
    )


def is_title_hash(paper_id: str) -> bool:
    """Whether an id is the hash of a title, which gives way to an arXiv id of the same paper."""
    return _TITLE_HASH.fullmatch(paper_id) is not None


def _pick(choose: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
    """Choose among two values, of which either may be missing."""
    if one is None or other is None:
        return other if one is None else one
    return choose(one, other)
