"""The pipes of the extraction pipeline, each an ordinary spaCy component added by name.

Importing this package registers them: ``papergraph_sentences``, ``papergraph_encoder``, ``papergraph_mentions``,
``papergraph_abbreviations``, ``papergraph_entities``, ``papergraph_roles``, ``papergraph_relations``,
``papergraph_results``; and the tokenizer ``papergraph.Words.v1``.
"""

from extract.components import (
    abbreviations,
    encoder,
    entities,
    mentions,
    relations,
    results,
    roles,
    sentences,
    tokenizer,
)

__all__ = [
    "abbreviations",
    "encoder",
    "entities",
    "mentions",
    "relations",
    "results",
    "roles",
    "sentences",
    "tokenizer",
]
