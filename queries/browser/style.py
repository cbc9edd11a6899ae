"""The graph style of Neo4j Browser (GraSS): colours, sizes and captions from the schema."""

from __future__ import annotations

from collections.abc import Iterator

from kg.schema import NODE_TYPES, RELATIONSHIP_TYPES

#: Diameters: papers and methods are what one looks at, numbers are small.
DIAMETERS = {"Paper": 50, "Method": 65, "Dataset": 65, "Task": 65, "Metric": 50, "Result": 40}


def grass() -> str:
    """Return the style sheet, to be dropped on a Browser window."""
    rules = ["".join(_rule(selector, properties)) for selector, properties in _rules()]
    return "\n".join(rules)


def _rules() -> Iterator[tuple[str, dict[str, str]]]:
    yield (
        "node",
        {
            "diameter": "50px",
            "color": "#A5ABB6",
            "border-color": "#9AA1AC",
            "border-width": "2px",
            "text-color-internal": "#FFFFFF",
            "font-size": "10px",
        },
    )
    yield (
        "relationship",
        {
            "color": "#A5ABB6",
            "shaft-width": "1px",
            "font-size": "8px",
            "padding": "3px",
            "text-color-external": "#000000",
            "text-color-internal": "#FFFFFF",
            "caption": '"<type>"',
        },
    )
    for label, node in NODE_TYPES.items():
        yield (
            f"node.{label}",
            {
                "diameter": f"{DIAMETERS[label]}px",
                "color": node.colour,
                "border-color": darker(node.colour),
                "text-color-internal": text_on(node.colour),
                "caption": '"{name}"',
            },
        )
    for kind, relationship in RELATIONSHIP_TYPES.items():
        yield (
            f"relationship.{kind}",
            {
                "color": relationship.colour,
                "text-color-internal": text_on(relationship.colour),
                "caption": '"<type>"',
            },
        )


def _rule(selector: str, properties: dict[str, str]) -> Iterator[str]:
    yield f"{selector} {{\n"
    for name, value in properties.items():
        yield f"  {name}: {value};\n"
    yield "}\n"


def darker(colour: str) -> str:
    """Return a colour with a fifth of its light taken away, for borders."""
    return "#" + "".join(f"{round(int(colour[at : at + 2], 16) * 0.8):02X}" for at in (1, 3, 5))


def text_on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour (WCAG 2 relative luminance)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#FFFFFF"
