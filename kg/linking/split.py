"""Make a narrower form within a broader entity of a paper ("MEG pretraining" in "pretraining") an entity of its own."""

from __future__ import annotations

from dataclasses import replace

from kg.linking.abbreviations import is_abbreviation
from kg.linking.guards import more_specific
from kg.linking.heads import Head
from kg.linking.inventory import Inventory, Occurrence, UnitKey
from kg.linking.overrides import Overrides
from kg.linking.records import Parts


def split_off(inventory: Inventory, overrides: Overrides) -> Parts:
    """Split the occurrences of things that several papers share: forms that would be no alias become occurrences.

    Whether a thing is shared is decided on the corpus as it was extracted, so neither order nor the splitting itself
    has a say. The records of the papers stay as they are.

    Returns
    -------
    Parts
        What was split off.
    """
    parts: Parts = {}
    found: list[tuple[UnitKey, Occurrence]] = []
    taken: dict[str, set[str | UnitKey]] = {}
    for unit in sorted(inventory.units):
        occurrences = inventory.units[unit]
        if inventory.papers(unit) < 2:
            continue
        for at, occurrence in enumerate(occurrences):
            narrower = _narrower(occurrence, overrides)
            if not narrower:
                continue
            names = taken.setdefault(occurrence.paper, _names(inventory, occurrence.paper))
            groups: list[tuple[str, ...]] = []
            for forms in narrower:
                new = _part(occurrence, forms, overrides)
                where: UnitKey = (new.label, new.head.key)
                dropped = overrides.drops(occurrence.label, where[1]) or overrides.drops(*where)
                if not dropped and names.isdisjoint((new.name, where)):
                    names |= {new.name, where}
                    found.append((where, new))
                    groups.append((new.name, *sorted(set(forms) - {new.name})))
            if groups:
                occurrences[at] = _rest(occurrence, {form for group in groups for form in group})
                parts[occurrence.paper, occurrence.name] = tuple(groups)
    for where, new in found:
        inventory.units.setdefault(where, []).append(new)
    for where in {where for where, _ in found}:
        inventory.units[where].sort(key=lambda o: o.paper)
    return dict(sorted(parts.items()))


def _names(inventory: Inventory, paper: str) -> set[str | UnitKey]:
    """Return the names and units that a paper has entities of."""
    record = inventory.records[paper]
    return {*record.dropped, *(x for o in record.occurrences for x in (o.name, (o.label, o.head.key)))}


def _narrower(occurrence: Occurrence, overrides: Overrides) -> list[dict[str, int]]:
    """Return the forms of an occurrence that are narrower than its head, with their mentions, by normal key."""
    label, head = occurrence.label, occurrence.head
    spelled = {form for short, long, *_ in head.spelled for form in (short, long)}
    groups: dict[str, dict[str, int]] = {}
    for form, n in occurrence.forms if head.others else ():
        if form in head.others and form not in spelled and not is_abbreviation(form):
            normal = overrides.normal(form, label)
            if more_specific(normal, overrides.normal(head.form, label), head_is_shared=True):
                groups.setdefault(normal.key, {})[form] = n
    return [groups[key] for key in sorted(groups)]


def _part(occurrence: Occurrence, forms: dict[str, int], overrides: Overrides) -> Occurrence:
    name = max(forms, key=lambda form: (forms[form], form))
    label = overrides.label(occurrence.label, overrides.key(occurrence.label, name))
    head = Head(name, overrides.key(label, name), bare=False, spelled=(), others=())
    named = any(c.isdigit() or c.isupper() for form in forms for word in form.split() for c in word[1:])
    return Occurrence(occurrence.paper, name, label, tuple(sorted(forms.items())), head, named)


def _rest(occurrence: Occurrence, gone: set[str]) -> Occurrence:
    return replace(
        occurrence,
        forms=tuple((form, n) for form, n in occurrence.forms if form not in gone),
        head=replace(occurrence.head, others=tuple(form for form in occurrence.head.others if form not in gone)),
    )
