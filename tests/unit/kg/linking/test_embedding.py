"""The embedding voice of the shipped encoder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.errors import ModelError
from kg.linking.embedding import encoder_voice


def test_a_form_has_the_same_unit_vector_in_any_company() -> None:
    embed = encoder_voice(threads=1)
    alone = embed(["camera-LiDAR fusion"])
    together = embed(["a much longer form that stands before the other one", "camera-LiDAR fusion", "", "x"])
    assert np.array_equal(alone[0], together[1])
    assert np.linalg.norm(alone[0]) == pytest.approx(1, abs=1e-5)


def test_variants_lie_closer_than_siblings() -> None:
    a, b, c = encoder_voice(threads=1)(["LiDAR camera fusion", "camera LiDAR fusion", "text classification"])
    assert float(a @ b) > float(a @ c)


def test_a_missing_model_is_told_on_first_use(tmp_path: Path) -> None:
    embed = encoder_voice(tmp_path)
    with pytest.raises(ModelError):
        embed(["x"])
