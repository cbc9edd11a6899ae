"""Fill a pyvis Network in one pass: its own ``add_node`` and ``add_edge`` are quadratic."""

from __future__ import annotations

from typing import Any

from pyvis.network import Network

from kg.schema import RELATIONSHIP_TYPES
from viz.model import Edge, Node, View
from viz.text import caption

#: Captions of nodes at least this large are drawn when zoomed out.
_BIG = 20.0


def network(view: View) -> Network:
    """Make the pyvis network of a view: places fixed, physics off, colours and shapes by group."""
    net = Network(height="100%", width="100%", directed=True)
    number = {node.id: i for i, node in enumerate(view.nodes)}
    focus = set(view.focus)
    net.nodes = [_node(node, i, node.id in focus) for i, node in enumerate(view.nodes)]
    net.node_ids = list(range(len(net.nodes)))
    net.node_map = dict(enumerate(net.nodes))
    net.edges = [_edge(edge, i, number) for i, edge in enumerate(view.edges)]
    net.options = _options(len(net.nodes))
    return net


def _node(node: Node, number: int, focus: bool) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "id": number,
        "label": caption(node.name),
        "group": node.label,
        "size": node.size,
        "x": round(node.x, 1),
        "y": round(node.y, 1),
    }
    if focus or node.size >= _BIG:
        drawn["font"] = {"size": 19 if focus else round(12 + min((node.size - _BIG) * 0.5, 7))}
    return drawn


def _edge(edge: Edge, number: int, numbers: dict[str, int]) -> dict[str, Any]:
    drawn: dict[str, Any] = {"id": number, "from": numbers[edge.source], "to": numbers[edge.target]}
    ways = {r.source == edge.source for r in edge.relations if not RELATIONSHIP_TYPES[r.type].symmetric}
    arrows = [end for end, way in (("to", True), ("from", False)) if way in ways]
    drawn["arrows"] = ",".join(arrows)
    drawn["width"] = round(1.0 + min(sum(r.n_papers for r in edge.relations) - 1, 12) * 0.25, 2)
    return drawn


def _options(n: int) -> dict[str, Any]:
    return {
        "autoResize": True,
        "layout": {"improvedLayout": False},
        "physics": {
            "enabled": False,
            "solver": "forceAtlas2Based",
            "forceAtlas2Based": {"gravitationalConstant": -60, "springLength": 90, "damping": 0.6, "avoidOverlap": 0.4},
            "stabilization": False,
            "maxVelocity": 40,
        },
        "interaction": {
            "hover": True,
            "hideEdgesOnDrag": n > 400,
            "hideEdgesOnZoom": n > 1500,
            "tooltipDelay": 150,
            "zoomSpeed": 0.7,
            "multiselect": False,
            "keyboard": False,
        },
        "nodes": {
            "borderWidth": 1.5,
            "font": {"size": 13},
            "scaling": {"label": {"drawThreshold": 7 if n > 150 else 3}},
        },
        "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.45}, "from": {"scaleFactor": 0.45}}},
    }
