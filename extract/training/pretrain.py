"""Continued masked-language-model training of the encoder on unlabelled abstracts.

The method is "don't stop pretraining" (Gururangan et al., 2020): the general encoder sees the field's own text
before it sees a label. Masking is BERT's (Devlin et al., 2019): 15 % of the tokens, 80 / 10 / 10.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertForMaskedLM, BertModel

from extract.training.optim import linear_schedule, padded, save_checkpoint

log = logging.getLogger(__name__)

IGNORE = -100


def batches_by_length(lengths: Sequence[int], batch_tokens: int, rng: np.random.Generator) -> list[list[int]]:
    """Group indices of similar length into batches of at most ``batch_tokens`` padded tokens, in random order."""
    noisy = np.asarray(lengths) * rng.uniform(0.9, 1.1, len(lengths))
    batches: list[list[int]] = [[]]
    longest = 0
    for i in np.argsort(noisy):
        longest = max(longest, lengths[i])
        if batches[-1] and longest * (len(batches[-1]) + 1) > batch_tokens:
            batches.append([])
            longest = lengths[i]
        batches[-1].append(int(i))
    rng.shuffle(batches)
    return batches


def mask_tokens(
    ids: torch.Tensor, attention: torch.Tensor, tokenizer: Tokenizer, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (masked ids, labels), both of shape (batch, tokens); labels are -100 where nothing was masked."""
    special = (ids == tokenizer.token_to_id("[CLS]")) | (ids == tokenizer.token_to_id("[SEP]")) | (attention == 0)
    chance = torch.full(ids.shape, 0.15).masked_fill(special, 0.0)
    chosen = torch.bernoulli(chance, generator=generator).bool()
    labels = ids.masked_fill(~chosen, IGNORE)
    draw = torch.rand(ids.shape, generator=generator)
    masked = ids.masked_fill(chosen & (draw < 0.8), tokenizer.token_to_id("[MASK]"))
    words = torch.randint(1000, tokenizer.get_vocab_size(), ids.shape, generator=generator)
    return torch.where(chosen & (draw >= 0.8) & (draw < 0.9), words, masked), labels


def pretrain(
    encoder_dir: Path,
    texts: Sequence[str],
    output: Path,
    *,
    max_tokens: int = 384,
    batch_tokens: int = 6144,
    epochs: float = 1.0,
    learning_rate: float = 4e-4,
    seed: int = 0,
    save_every: int = 200,
) -> None:
    """Train the encoder of ``encoder_dir`` on ``texts`` and write it to ``output``, laid out alike; resumes."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    generator = torch.Generator().manual_seed(seed)
    tokenizer = Tokenizer.from_file(str(encoder_dir / "tokenizer.json"))
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    # In parts: an encoding holds far more than its ids.
    encoded = [
        np.asarray(e.ids, dtype=np.int32)
        for k in range(0, len(texts), 1024)
        for e in tokenizer.encode_batch_fast(list(texts[k : k + 1024]))
    ]
    lengths = [len(e) for e in encoded]

    config = BertConfig.from_pretrained(encoder_dir, attention_probs_dropout_prob=0.0, attn_implementation="eager")
    model = BertForMaskedLM(config)
    model.bert.load_state_dict(BertModel.from_pretrained(encoder_dir, add_pooling_layer=False).state_dict())
    nn.init.normal_(model.cls.predictions.transform.dense.weight, std=0.02)
    model.tie_weights()

    plan: list[list[int]] = []
    for _ in range(math.ceil(epochs)):
        plan += batches_by_length(lengths, batch_tokens, rng)
    plan = plan[: round(len(plan) * epochs / math.ceil(epochs))]
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=learning_rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True
    )
    schedule = linear_schedule(optimizer, len(plan), warmup=0.06)
    checkpoint = output.with_suffix(".checkpoint")
    start = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        start = int(state["step"])
    model.train()
    began, running = time.monotonic(), 0.0
    for step in range(start, len(plan)):
        ids, attention = pad([encoded[i] for i in plan[step]])
        masked, labels = mask_tokens(ids, attention, tokenizer, generator)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.bert(masked, attention_mask=attention).last_hidden_state
            at = labels != IGNORE
            logits = model.cls(hidden[at])
        loss = nn.functional.cross_entropy(logits.float(), labels[at])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        running = loss.item() if step == start else 0.98 * running + 0.02 * loss.item()
        if (step + 1) % save_every == 0 or step + 1 == len(plan):
            rate = (step + 1 - start) / (time.monotonic() - began)
            log.info("mlm %d/%d loss %.3f, %.2f steps/s", step + 1, len(plan), running, rate)
            save_checkpoint(
                checkpoint,
                {
                    "model": model.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                    "step": step + 1,
                },
            )
    model.bert.save_pretrained(output)
    tokenizer.no_truncation()
    tokenizer.save(str(output / "tokenizer.json"))


def pad(rows: Sequence[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (ids, attention), both (batch, longest row) int64, padded with 0."""
    ids = torch.zeros(len(rows), padded(max(map(len, rows))), dtype=torch.long)
    attention = torch.zeros_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.from_numpy(row)
        attention[i, : len(row)] = 1
    return ids, attention
