"""What ``from kg import …`` gives: every public name, and functions rather than the modules of the same name."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kg


@pytest.mark.parametrize("name", kg.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    thing = getattr(kg, name)
    assert callable(thing)
    assert thing.__doc__
    assert name in dir(kg)


@pytest.mark.parametrize("first", ["import kg.build, kg.stats, kg.show", "from kg import show, stats, build"])
def test_a_function_is_not_hidden_by_the_module_of_its_name(first: str) -> None:
    code = f"{first}\nfrom kg import build, show, stats\nprint(build.__name__, show.__name__, stats.__name__)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["build", "show", "stats"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bulid'"):
        kg.bulid  # noqa: B018
