"""A node in the making: which forms are on it, in which papers, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from kg.linking.inventory import UnitKey


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a form is on a node: the step, how certain it is, what it saw, and in which paper."""

    step: str
    score: float
    evidence: str
    into: str
    paper: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A form that was nearly put on a node: ``form`` of ``node`` might be ``into`` of ``other``."""

    node: UnitKey
    other: UnitKey
    form: str
    into: str
    reason: Reason


@dataclass(slots=True)
class Draft:
    """The forms of one node.

    Parameters
    ----------
    key
        Type and key of the unit that leads the node.
    papers
        Ids of the papers that mention it.
    forms
        Surface form -> ids of the papers that use it.
    mentions
        Surface form -> number of mentions.
    keys
        Normal keys of the forms.
    named
        Whether a paper writes it like a name.
    reasons
        Surface form -> why it is here, where that is more than its normal key.
    """

    key: UnitKey
    papers: set[str] = field(default_factory=set)
    forms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    mentions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    keys: dict[str, str] = field(default_factory=dict)
    named: bool = False
    reasons: dict[str, list[Reason]] = field(default_factory=lambda: defaultdict(list))

    def add(self, form: str, key: str, paper: str, mentions: int, reason: Reason | None) -> None:
        """Put a form of a paper on the node."""
        self.forms[form].add(paper)
        self.mentions[form] += mentions
        self.keys[form] = key
        if reason is not None:
            self.reasons[form].append(reason)
