"""Within one paper: which form of an entity names it, and what the paper says its abbreviations stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from extract.records import EntityType
from kg.linking.abbreviations import EXPLAINS, explains, is_abbreviation, short_piece
from kg.linking.generic import is_generic


@dataclass(frozen=True, slots=True)
class Head:
    """What one entity of one paper is called.

    Parameters
    ----------
    form
        The form that names the entity: the long form where the paper has one.
    key
        Its normal key.
    bare
        True when the form is a single word, or one with a generic noun ("CLIP model"), that the paper does not spell
        out, so that the corpus may.
    spelled
        (abbreviation, long form, score, "entity" or "text") for every abbreviation that the paper spells out.
    others
        The remaining forms that are no generic words: the same thing, says the paper.
    """

    form: str
    key: str
    bare: bool
    spelled: tuple[tuple[str, str, float, str], ...]
    others: tuple[str, ...]


def find_head(
    name: str,
    label: EntityType,
    forms: Sequence[tuple[str, int]],
    definitions: Mapping[str, str],
    key_of: Callable[[EntityType, str], str],
) -> Head | None:
    """Return the head of an entity, or None when all its forms are generic words.

    Parameters
    ----------
    name, label
        Name and type of the entity.
    forms
        Its distinct surface forms with the number of mentions of each.
    definitions
        Abbreviation -> long form, as the paper's own text defines them.
    key_of
        Gives the normal key of a form of a type.
    """
    kept = {form: n for form, n in forms if not is_generic(form, label)}
    if not kept:
        return None
    short = [f for f in kept if is_abbreviation(f)]
    long = [f for f in kept if f not in short]
    name_key = key_of(label, name)
    spelled: list[tuple[str, str, float, str]] = []
    for a in short:
        best = max(((explains(a, p), key_of(label, p) == name_key, kept[p], p) for p in long), default=None)
        if best is not None and best[0] >= EXPLAINS:
            spelled.append((a, best[3], round(best[0], 3), "entity"))
        elif not long and (definition := definitions.get(a)) and not is_generic(definition, label):
            # Only where the entity has no long form of its own: the text may spell out a part of it.
            spelled.append((a, definition, round(explains(a, definition), 3), "text"))
    if spelled:
        # The best explained long form names the entity; of equals, the one the paper calls it by.
        form = max(spelled, key=lambda s: (s[3] == "entity", key_of(label, s[1]) == name_key, s[2], s[1]))[1]
    else:
        named = [f for f in kept if key_of(label, f) == name_key]
        form = max(named or long or short, key=lambda f: (kept[f], f))
    key = key_of(label, form)
    others = tuple(sorted(f for f in kept if key_of(label, f) != key))
    bare = not spelled and (" " not in form or key_of(label, short_piece(form)) == key)
    return Head(form, key, bare, tuple(sorted(set(spelled))), others)
