from __future__ import annotations

import numpy as np
import pytest

from viz.layout import force, pack, part_circles, sectors, spread


@pytest.mark.parametrize("n", [0, 1, 2, 40, 300, 1500])
def test_the_same_seed_gives_the_same_layout(n: int) -> None:
    edges = [(i, (i * 7 + 3) % n) for i in range(n)] if n > 1 else []
    first, second = force(n, edges, seed=3), force(n, edges, seed=3)
    assert first.shape == (n, 2)
    assert np.array_equal(first, second)
    assert np.isfinite(first).all()


def test_layouts_leave_the_global_generator_alone() -> None:
    import random

    random.seed(1)
    expected = [random.random() for _ in range(3)]
    random.seed(1)
    force(50, [(i, i + 1) for i in range(49)], seed=9)
    assert [random.random() for _ in range(3)] == expected


def test_unconnected_parts_do_not_overlap() -> None:
    edges = [(0, 1), (1, 2), (3, 4), (5, 6)]
    places = force(8, edges, seed=0)
    for i in range(8):
        for j in range(i):
            assert np.hypot(*(places[i] - places[j])) > 5


@pytest.mark.parametrize("place", [pack, lambda r: part_circles(np.zeros((len(r), 2)) + np.arange(len(r))[:, None], r)])
def test_circles_do_not_overlap(place: object) -> None:
    radii = np.array([90.0, 40, 40, 30, 20, 20, 10, 60])
    places = place(radii)  # type: ignore[operator]
    for i in range(len(radii)):
        for j in range(i):
            assert np.hypot(*(places[i] - places[j])) >= radii[i] + radii[j] - 2


def test_spread_parts_captions_even_when_all_stand_on_one_spot() -> None:
    captions = ["a caption of some length"] * 12
    places = spread(np.zeros((12, 2)), [8.0] * 12, captions)
    width = len(captions[0]) * 6.4
    for i in range(12):
        for j in range(i):
            dx, dy = np.abs(places[i] - places[j])
            assert dx > width * 0.9 or dy > 30


def test_sectors_keep_groups_apart_and_place_everyone() -> None:
    places = sectors([5, 1, 30])
    assert places.shape == (36, 2)
    assert len({tuple(p) for p in places.round(3)}) == 36
    assert np.hypot(places[:, 0], places[:, 1]).min() > 100
