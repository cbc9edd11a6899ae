"""What a person decided about entities, by ``aliases.toml``: it holds against every step of linking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from extract.records import EntityType
from kg.linking.normalize import Normal, normalize
from kg.linking.overrides_file import Decision, read_decisions

__all__ = ["Overrides", "load_overrides"]


@dataclass(slots=True)
class Overrides:
    """The decisions of an ``aliases.toml``, by type and normal key.

    Forms that are kept apart although they have one normal key ("Adam", "ADAM") each get a key of their own.
    """

    merges: list[tuple[EntityType, tuple[str, ...]]] = field(default_factory=list)
    separated: dict[tuple[EntityType, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[tuple[EntityType, str], str] = field(default_factory=dict)
    labels: dict[tuple[EntityType, str], EntityType] = field(default_factory=dict)
    dropped: set[tuple[EntityType, str]] = field(default_factory=set)
    own_keys: dict[tuple[EntityType, str], str] = field(default_factory=dict)

    @classmethod
    def from_decisions(cls, decisions: Iterable[Decision]) -> Overrides:
        """Build the overrides from the decisions of a file, in order."""
        decisions = list(decisions)
        overrides = cls()
        for d in decisions:
            if d.action == "apart":
                overrides._split(d)
        for d in decisions:
            keys = tuple(dict.fromkeys(overrides.key(d.label, f) for f in d.forms))
            if d.action == "merge":
                overrides.merges.append((d.label, keys))
            elif d.action == "apart":
                for a in keys:
                    overrides.separated[d.label, a] |= set(keys) - {a}
            elif d.action == "rename":
                overrides.names[d.label, keys[0]] = d.value
            elif d.action == "retype":
                overrides.labels[d.label, keys[0]] = d.to_label or d.label
            else:
                overrides.dropped.add((d.label, keys[0]))
        return overrides

    def _split(self, decision: Decision) -> None:
        by_key: dict[str, list[str]] = defaultdict(list)
        for form in decision.forms:
            by_key[normalize(form, decision.label).key].append(form)
        for key, forms in by_key.items():
            # The first keeps the key, and with it the variants that nobody named.
            for form in forms[1:]:
                self.own_keys[decision.label, form] = f"{key}\N{INFORMATION SEPARATOR ONE}{form}"

    def normal(self, form: str, label: EntityType) -> Normal:
        """Return the normal forms of a surface form, with a key of its own where a person kept it apart."""
        normal = normalize(form, label)
        if self.own_keys and (own := self.own_keys.get((label, form))) is not None:
            return Normal(form, own, normal.words, normal.levels)
        return normal

    def key(self, label: EntityType, form: str) -> str:
        """Return the normal key of a surface form."""
        return self.own_keys.get((label, form)) or normalize(form, label).key

    def label(self, label: EntityType, key: str) -> EntityType:
        """Return the type that the entity is to have."""
        return self.labels.get((label, key), label)

    def drops(self, label: EntityType, key: str) -> bool:
        """Whether the entity is to be left out of the graph."""
        return (label, key) in self.dropped

    def apart(self, label: EntityType, a: str, b: str) -> bool:
        """Whether two keys are to stay on different nodes."""
        return b in self.separated.get((label, a), ())

    def decided(self, label: EntityType, a: str, b: str) -> bool:
        """Whether a person has already decided about two forms."""
        x, y = self.key(label, a), self.key(label, b)
        return self.apart(label, x, y) or any(t == label and x in keys and y in keys for t, keys in self.merges)


def load_overrides(path: str | Path) -> Overrides:
    """Read an ``aliases.toml``.

    Raises
    ------
    OverrideError
        With file and line, for anything that is not understood.
    """
    return Overrides.from_decisions(read_decisions(path))
