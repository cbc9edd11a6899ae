"""Turn drafts into nodes: names, ids, aliases, the descriptive mark, and the record of merges and near-misses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1

from extract.latex import plain
from extract.records import fold, squeeze
from kg.linking.assign import Assignment
from kg.linking.clustering import Joined
from kg.linking.digest import digest
from kg.linking.drafts import Draft, NearMiss, Reason
from kg.linking.inventory import UnitKey
from kg.linking.knowledge import KNOWN_PHRASES
from kg.linking.naming import choose_name, entity_id, plain_name
from kg.linking.normalize import equal_from
from kg.linking.overrides import Overrides
from kg.linking.records import LinkedEntity, Merge

#: How certain each step of normalisation is.
STEP_SCORES = {"latex": 1.0, "case": 1.0, "hyphen": 0.99, "plural": 0.99, "spelling": 0.98, "wording": 0.95}
_SHOWN_PAPERS = 3
_DOMINANT = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """A merge before the ids are known."""

    form: str
    into: str
    reason: Reason
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """What was made of a draft; ``source`` is a digest of the draft and its surroundings."""

    source: str
    name: str
    aliases: tuple[str, ...]
    descriptive: bool
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Nodes:
    """The finished nodes by draft key, the merges, and the keys of the nodes that were made anew."""

    finished: dict[UnitKey, Finished]
    entities: dict[UnitKey, LinkedEntity]
    merges: list[Merge]
    remade: frozenset[UnitKey]


def finish(
    assignment: Assignment,
    joined: Mapping[UnitKey, Joined],
    overrides: Overrides,
    known: Mapping[UnitKey, Finished],
) -> Nodes:
    """Return the node of every draft, and why its forms are on it.

    Parameters
    ----------
    assignment
        The drafts.
    joined
        Why units that lead no node joined another.
    overrides
        A person's decisions.
    known
        Finished nodes of an earlier run with the same overrides; reused where nothing changed.
    """
    ambiguous = _ambiguous(assignment.drafts)
    finished: dict[UnitKey, Finished] = {}
    remade: set[UnitKey] = set()
    for node, draft in assignment.drafts.items():
        keys = set(draft.keys.values())
        homonyms = frozenset(k for k in keys if node in ambiguous.get((node[0], k), ()))
        joins = tuple(joined[node[0], k] for k in sorted(keys) if (node[0], k) in joined)
        old = known.get(node)
        source = _source(draft, homonyms, joins)
        if old is None or old.source != source:
            remade.add(node)
            finished[node] = _make(source, draft, homonyms, joins, overrides)
        else:
            finished[node] = old
    ids = _ids(finished)
    entities = {
        node: LinkedEntity(ids[node], node[0], done.name, done.aliases, done.descriptive)
        for node, done in finished.items()
    }
    merges = [
        Merge(
            node[0],
            x.form,
            x.into,
            r.step,
            r.score,
            r.evidence,
            ids[node],
            ids[node],
            True,
            x.papers,
        )
        for node, done in finished.items()
        for x in done.lines
        for r in [x.reason]
    ]
    merges += _near_misses(assignment.near_misses, entities)
    return Nodes(finished, entities, merges, frozenset(remade))


def _ambiguous(drafts: Mapping[UnitKey, Draft]) -> dict[UnitKey, set[UnitKey]]:
    """Return, for each key that several nodes carry, those of them that it does not name by itself.

    A key names the node on which nearly all its papers mean it, unless it leads a node of its own.
    """
    papers: dict[UnitKey, dict[UnitKey, int]] = defaultdict(dict)
    for node, draft in drafts.items():
        users: dict[str, set[str]] = defaultdict(set)
        for form, key in draft.keys.items():
            users[key] |= draft.forms[form]
        for key, found in users.items():
            papers[node[0], key][node] = len(found)
    out: dict[UnitKey, set[UnitKey]] = {}
    for carried, nodes in papers.items():
        if len(nodes) > 1:
            total = sum(nodes.values())
            out[carried] = {n for n, count in nodes.items() if carried in nodes or count < _DOMINANT * total}
    return out


def _source(draft: Draft, homonyms: frozenset[str], joins: tuple[Joined, ...]) -> str:
    """Return a digest of all that a node is made from."""
    forms = [
        (
            form,
            draft.keys[form],
            draft.mentions[form],
            sorted(draft.forms[form]),
            [(r.step, r.score, r.evidence, r.into, r.paper) for r in draft.reasons.get(form, ())],
        )
        for form in sorted(draft.forms)
    ]
    reasons = [(j.member, j.leader, j.score.step, j.score.score, j.score.evidence) for j in joins]
    return digest((draft.key, sorted(draft.papers), draft.named, forms, sorted(homonyms), reasons))


def _make(
    source: str, draft: Draft, homonyms: frozenset[str], joins: tuple[Joined, ...], overrides: Overrides
) -> Finished:
    name = choose_name(draft, homonyms, overrides)
    return Finished(
        source,
        name,
        _aliases(draft),
        _is_descriptive(draft, name),
        _lines(draft, name, joins, overrides),
    )


def _ids(finished: Mapping[UnitKey, Finished]) -> dict[UnitKey, str]:
    """Return the id of every node; nodes whose names have one slug get a few digits of their key."""
    ids = {node: entity_id(node[0], done.name) for node, done in finished.items()}
    shared: dict[str, list[UnitKey]] = defaultdict(list)
    for node, node_id in ids.items():
        shared[node_id].append(node)
    for node_id, nodes in shared.items():
        if len(nodes) > 1:
            for node in nodes:
                ids[node] = f"{node_id}-{sha1(node[1].encode(), usedforsecurity=False).hexdigest()[:6]}"
    return ids


def _aliases(draft: Draft) -> tuple[str, ...]:
    ordered = sorted(draft.forms, key=lambda f: (-len(draft.forms[f]), -draft.mentions[f], f))
    out: dict[str, None] = {}
    for form in ordered:
        out[form] = None
        out[squeeze(plain(form))] = None
    return tuple(out)


def _is_descriptive(draft: Draft, name: str) -> bool:
    """Whether a node is a phrase of one paper: several words, none of them written like a name."""
    if len(draft.papers) > 1 or draft.named or draft.key[1] in KNOWN_PHRASES:
        return False
    return len(name.split()) >= (3 if draft.key[0] == "Metric" else 2)


def _lines(draft: Draft, name: str, joins: tuple[Joined, ...], overrides: Overrides) -> tuple[Line, ...]:
    label = draft.key[0]
    by_member = {j.member: j for j in joins}
    by_hand = {
        k for t, keys in overrides.merges if t == label and len({*keys} & {*draft.keys.values()}) > 1 for k in keys
    }
    out: list[Line] = []
    for form in sorted(draft.forms):
        if plain_name(form) == name:
            continue
        papers: tuple[str, ...] = ()
        key = draft.keys[form]
        if key in by_hand and key != overrides.key(label, name):
            reason = Reason("override", 1.0, "merged by hand in aliases.toml", name)
        elif reasons := draft.reasons.get(form):
            reason = max(reasons, key=lambda r: (r.score, r.paper))
            papers = tuple(sorted({r.paper for r in reasons}))
        elif key in by_member:
            join = by_member[key]
            reason = Reason(join.score.step, join.score.score, join.score.evidence, name)
        else:
            reason = _plain_reason(form, name, draft, overrides)
        out.append(Line(form, reason.into, reason, papers[:_SHOWN_PAPERS]))
    return tuple(out)


def _plain_reason(form: str, name: str, draft: Draft, overrides: Overrides) -> Reason:
    """The step of normalisation that makes a form equal to the name, or to the most used form of its key."""
    label = draft.key[0]
    if fold(plain(form)) == fold(name):
        return Reason("case", 1.0, "equal but for case, hyphens and spaces", name)
    normal = overrides.normal(form, label)
    into = name
    other = overrides.normal(name, label)
    if normal.key != other.key:
        same = [f for f in draft.forms if draft.keys[f] == normal.key]
        into = max(same, key=lambda f: (len(draft.forms[f]), f))
        other = overrides.normal(into, label)
    step = equal_from(normal, other) or "case"
    return Reason(step, STEP_SCORES[step], f"equal after the step {step}", into)


def _near_misses(near: list[NearMiss], entities: Mapping[UnitKey, LinkedEntity]) -> list[Merge]:
    """Return near-misses as merges that were not accepted, the best one for each pair of nodes."""
    best: dict[tuple[UnitKey, UnitKey], Merge] = {}
    papers: dict[tuple[UnitKey, UnitKey], set[str]] = defaultdict(set)
    for miss in near:
        a, b = entities.get(miss.node), entities.get(miss.other)
        if a is None or b is None or a.id == b.id:
            continue
        pair = (miss.node, miss.other)
        if miss.reason.paper:
            papers[pair].add(miss.reason.paper)
        r = miss.reason
        merge = Merge(miss.node[0], miss.form, miss.into, r.step, r.score, r.evidence, a.id, b.id, False)
        if pair not in best or (merge.score, merge.form) > (best[pair].score, best[pair].form):
            best[pair] = merge
    return [
        Merge(
            m.label,
            m.form,
            m.into,
            m.step,
            m.score,
            m.evidence,
            m.node,
            m.other,
            False,
            tuple(sorted(papers[pair])[:_SHOWN_PAPERS]),
        )
        for pair, m in best.items()
    ]
