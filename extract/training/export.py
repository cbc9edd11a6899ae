"""Export of a trained model to the directory that the pipeline loads: ONNX (int8), heads, tokenizer, settings."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from safetensors.numpy import save_file
from torch import nn

from extract.training.model import Model


class _Hidden(nn.Module):
    """The encoder alone, with positional tensors in and the last hidden layer out."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        output = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        hidden: torch.Tensor = output.last_hidden_state
        return hidden


def export_encoder(model: Model, output: Path, *, quantise: bool = True) -> None:
    """Write the encoder to ``output`` as ONNX with fused attention, its weights as int8 when ``quantise``."""
    names = ["input_ids", "attention_mask", "token_type_ids"]
    ids = torch.ones(2, 16, dtype=torch.long)
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused = Path(scratch, "plain.onnx"), Path(scratch, "fused.onnx")
        torch.onnx.export(
            _Hidden(model.encoder.eval()),
            (ids, ids, ids % 8),
            str(plain),
            input_names=names,
            output_names=["words"],
            dynamic_axes={n: {0: "batch", 1: "tokens"} for n in [*names, "words"]},
            opset_version=17,
            dynamo=False,
        )
        config = model.encoder.config
        options = FusionOptions("bert")
        optimised = optimizer.optimize_model(
            str(plain),
            model_type="bert",
            num_heads=config.num_attention_heads,
            hidden_size=config.hidden_size,
            optimization_options=options,
        )
        optimised.save_model_to_file(str(fused))
        if quantise:
            quantize_dynamic(
                str(fused),
                str(output),
                weight_type=QuantType.QInt8,
                per_channel=True,
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
                op_types_to_quantize=["MatMul", "Attention", "Gather", "EmbedLayerNormalization"],
            )
        else:
            shutil.copy(fused, output)


def export_model(
    model: Model,
    tokenizer: Path,
    output: Path,
    settings: Callable[[Path], dict[str, Any]],
    *,
    quantise: bool = True,
) -> None:
    """Write the packaged model directory ``output`` (made aside, then renamed over the old one).

    ``settings`` is called with the directory that is being made, when all but ``config.json`` is there, and returns
    what goes into that: thresholds are chosen with the encoder as it was exported.
    """
    aside = output.with_name(output.name + ".writing")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    export_encoder(model, aside / "encoder.onnx", quantise=quantise)
    weights = {k: v.astype(np.float16) for k, v in model.heads.numpy().weights.items()}
    save_file(weights, str(aside / "heads.safetensors"))
    (aside / "heads.safetensors").chmod(0o644)
    shutil.copy(tokenizer, aside / "tokenizer.json")
    (aside / "config.json").write_text(json.dumps(settings(aside), indent=2, sort_keys=True) + "\n", encoding="utf-8")
    for kept in ("README.md", "__init__.py"):
        if (output / kept).exists():
            shutil.copy(output / kept, aside / kept)
    old = output.with_name(output.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.rename(old)
    aside.rename(output)
    shutil.rmtree(old, ignore_errors=True)
