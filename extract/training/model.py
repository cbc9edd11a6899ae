"""The model as torch sees it: a BERT encoder that also sees word shapes, and the trainable heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import BertConfig, BertModel

from extract.heads import Heads, NumpyHeads, head_sizes
from extract.words import N_SHAPES


def _key(name: str) -> str:
    """A layer's name as torch takes it: no dots, and none of its own attributes."""
    return "layer_" + name.replace(".", "_")


class TorchHeads(nn.Module, Heads):
    """The heads with trainable layers; dropout follows every non-linearity."""

    def __init__(self, width: int, hidden: int, dropout: float) -> None:
        super().__init__()
        sizes = head_sizes(width, hidden)
        self.layers = nn.ModuleDict({_key(n): nn.Linear(i, o) for n, (i, o) in sizes.items()})
        self.names = list(sizes)
        self.dropout = nn.Dropout(dropout)

    def linear(self, name: str, x: Any) -> Any:
        return self.layers[_key(name)](x)

    def relu(self, x: Any) -> Any:
        return self.dropout(torch.relu(x))

    def join(self, parts: list[Any]) -> Any:
        return torch.cat(parts, dim=1)

    def numpy(self) -> NumpyHeads:
        """The same heads for the pipeline."""
        weights = {}
        for name in self.names:
            layer = self.layers[_key(name)]
            weights[f"{name}.weight"] = layer.weight.detach().float().numpy().copy()
            weights[f"{name}.bias"] = layer.bias.detach().float().numpy().copy()
        return NumpyHeads(weights)


class Model(nn.Module):
    """Encoder and heads. Word shapes enter through the token-type embedding, so ONNX needs no input of its own."""

    def __init__(self, encoder: BertModel, hidden: int = 256, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = TorchHeads(encoder.config.hidden_size, hidden, dropout)
        self.word_dropout = nn.Dropout(dropout)

    def words(
        self, ids: torch.Tensor, attention: torch.Tensor, shapes: torch.Tensor, pieces: torch.Tensor
    ) -> torch.Tensor:
        """Return (batch, words, width) float32: the mean of each word's pieces.

        ``ids``, ``attention``, ``shapes``: (batch, tokens). ``pieces``: (batch, words, 2), first piece and the one
        after the last.
        """
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.is_grad_enabled()):
            hidden = self.encoder(input_ids=ids, attention_mask=attention, token_type_ids=shapes).last_hidden_state
        return self.word_dropout(piece_means(hidden.float(), pieces))


def piece_means(hidden: torch.Tensor, pieces: torch.Tensor) -> torch.Tensor:
    """Mean of the pieces of every word: (batch, tokens, width), (batch, words, 2) -> (batch, words, width)."""
    total = torch.cat([torch.zeros_like(hidden[:, :1]), hidden.cumsum(1)], dim=1)
    width = hidden.shape[2]
    first, last = (pieces[:, :, k, None].expand(-1, -1, width) for k in (0, 1))
    count = (pieces[:, :, 1] - pieces[:, :, 0]).clamp(min=1)[:, :, None]
    return (total.gather(1, last) - total.gather(1, first)) / count


def load_encoder(path: Path) -> BertModel:
    """Load BERT weights of any token-type size; missing types start as copies of the first."""
    # transformers is untyped where it matters here.
    plain: Any = BertModel.from_pretrained(path, add_pooling_layer=False)
    config = BertConfig.from_pretrained(
        path,
        type_vocab_size=N_SHAPES,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=0.0,
        attn_implementation="eager",
    )
    encoder = BertModel(config, add_pooling_layer=False)
    state = plain.state_dict()
    key = "embeddings.token_type_embeddings.weight"
    if state[key].shape[0] != N_SHAPES:
        state[key] = state[key][:1].repeat(N_SHAPES, 1)
    encoder.load_state_dict(state)
    return encoder
