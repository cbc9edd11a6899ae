"""Turn drafts into nodes: canonical names, ids, aliases, the descriptive mark, and the record of merges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha1

from extract.latex import plain
from extract.records import EntityType, fold, squeeze
from kg.linking.abbreviations import is_abbreviation
from kg.linking.assign import Assignment, Draft, Reason
from kg.linking.clustering import Joined
from kg.linking.inventory import UnitKey
from kg.linking.knowledge import ABBREVIATIONS
from kg.linking.naming import display, entity_id, plain_name
from kg.linking.normalize import equal_from, normalize
from kg.linking.overrides import Overrides
from kg.linking.records import LinkedEntity, Merge

#: How certain each step of normalisation is.
_STEP_SCORES = {"latex": 1.0, "case": 1.0, "hyphen": 0.99, "plural": 0.99, "spelling": 0.98, "wording": 0.95}


def finish(
    assignment: Assignment, joined: Mapping[UnitKey, Joined], overrides: Overrides
) -> tuple[dict[UnitKey, LinkedEntity], list[Merge]]:
    """Return the node of every draft, and why its forms are on it."""
    carriers: dict[tuple[EntityType, str], set[UnitKey]] = defaultdict(set)
    for node, draft in assignment.drafts.items():
        for key in draft.keys:
            carriers[node[0], key].add(node)
    names = {node: _name(draft, carriers, overrides) for node, draft in assignment.drafts.items()}
    ids: dict[UnitKey, str] = {node: entity_id(node[0], name) for node, name in names.items()}
    by_id: dict[str, list[UnitKey]] = defaultdict(list)
    for node, node_id in ids.items():
        by_id[node_id].append(node)
    for node_id, nodes in by_id.items():
        if len(nodes) > 1:
            for node in nodes:
                ids[node] = f"{node_id}-{sha1(node[1].encode(), usedforsecurity=False).hexdigest()[:6]}"
    entities: dict[UnitKey, LinkedEntity] = {}
    merges: list[Merge] = []
    for node, draft in assignment.drafts.items():
        entities[node] = LinkedEntity(
            ids[node], node[0], names[node], _aliases(draft), _is_descriptive(draft, names[node])
        )
        merges.extend(_merges(draft, names[node], ids[node], joined))
    return entities, merges


def _name(draft: Draft, carriers: Mapping[tuple[EntityType, str], set[UnitKey]], overrides: Overrides) -> str:
    label, leader = draft.key
    for key in sorted(draft.keys | {leader}):
        if (label, key) in overrides.names:
            return overrides.names[label, key]
    by_key: dict[str, dict[str, int]] = defaultdict(dict)
    for form, papers in draft.forms.items():
        by_key[normalize(form, label).key][form] = len(papers)
    long_papers = set().union(*(p for f, p in draft.forms.items() if not is_abbreviation(f)), set())
    short: dict[str, set[str]] = defaultdict(set)
    for form, papers in draft.forms.items():
        if is_abbreviation(form):
            short[normalize(form, label).key] |= papers
    best_short = max(short, key=lambda k: (len(short[k]), k), default=None)
    long = display(by_key[leader]) if leader in by_key else None
    if best_short is None or best_short == leader:
        return long or display({f: len(p) for f, p in draft.forms.items()})
    # People look for the abbreviation when most papers use nothing else.
    if long is not None and len(short[best_short] - long_papers) <= len(long_papers):
        return long
    name = display(by_key[best_short])
    if len(carriers[label, best_short]) > 1:
        spelled = long or ABBREVIATIONS.get(best_short) or leader
        return f"{name} ({spelled})"
    return name


def _aliases(draft: Draft) -> tuple[str, ...]:
    ordered = sorted(draft.forms, key=lambda f: (-len(draft.forms[f]), -draft.mentions[f], f))
    out: dict[str, None] = {}
    for form in ordered:
        out[form] = None
        readable = squeeze(plain(form))
        if readable != form:
            out[readable] = None
    return tuple(out)


def _is_descriptive(draft: Draft, name: str) -> bool:
    if len(draft.papers) > 1 or len(name.split()) < (3 if draft.key[0] in ("Metric", "Dataset") else 2):
        return False
    if any(is_abbreviation(f) for f in draft.forms):
        return False
    words = [w for f in draft.forms for w in f.split()]
    return not any(c.isdigit() or c.isupper() for w in words for c in w[1:])


def _merges(draft: Draft, name: str, node_id: str, joined: Mapping[UnitKey, Joined]) -> list[Merge]:
    label = draft.key[0]
    out: list[Merge] = []
    for form in sorted(draft.forms):
        if plain_name(form) == name:
            continue
        normal = normalize(form, label)
        reasons = draft.reasons.get(form)
        step: str | None
        if reasons:
            best: Reason = max(reasons, key=lambda r: (r.score, r.paper))
            step, score, evidence, into = best.step, best.score, best.evidence, best.into
            papers = tuple(sorted({r.paper for r in reasons if r.paper}))
            if len(papers) > 1:
                evidence += f" ({len(papers)} papers)"
        elif (label, normal.key) in joined:
            join = joined[label, normal.key]
            step, score, evidence, into, papers = (
                join.score.step,
                join.score.score,
                join.score.evidence,
                join.leader,
                (),
            )
        else:
            other = normalize(name, label)
            step = equal_from(normal, other) or "case"
            score, evidence, into, papers = _STEP_SCORES[step], f"equal by {step}", name, ()
            if fold(form) == fold(name):
                step, score, evidence = "case", 1.0, "equal but for case, hyphens and spaces"
        out.append(Merge(label, form, into, step, score, evidence, node_id, node_id, True, papers[:3]))
    return out
