"""Long work gives way: one at a time, ended when nobody wants it any more, and nothing kept without a bound."""

import ast
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from playground.engine import GradientDescent, LinearRegression, descend
from playground.link.playground import MAX_STEPS, from_query
from playground.ui import cache, fair_share
from playground.ui.fair_share import Courtesy

ROOT = Path(__file__).parents[2]


def spin(seconds):
    """Use the processor for a while."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_what_is_soon_done_asks_nobody():
    with Courtesy(free=10.0) as pause:
        spin(2 * fair_share.SLICE)
        pause()
        assert not pause.mine


def test_long_work_is_done_one_at_a_time():
    busy, most = 0, 0

    def work(_):
        nonlocal busy, most
        with Courtesy(free=fair_share.SLICE) as pause:
            for _ in range(6):
                spin(fair_share.SLICE)
                pause()
                if pause.mine:
                    busy += 1
                    most = max(most, busy)
                    time.sleep(0.001)
                    busy -= 1
            return pause.mine

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(work, range(6)))
    assert most == 1
    with Courtesy(free=0) as pause:  # the last one has left
        assert pause.mine


def test_long_work_pauses_longer_where_others_are_at_work(monkeypatch):
    clocks, pauses = {"wall": 0.0, "all": 0.0, "own": 0.0}, []
    monkeypatch.setattr(fair_share, "_clocks", lambda: tuple(clocks.values()))
    monkeypatch.setattr(fair_share.time, "sleep", pauses.append)

    def work(others):
        """Ten slices, while others use so much of a processor."""
        pauses.clear()
        with Courtesy(free=0) as pause:
            for _ in range(10):
                spin(1.1 * fair_share.SLICE)
                clocks["wall"] += 0.1
                clocks["own"] += fair_share.SLICE
                clocks["all"] += fair_share.SLICE + 0.1 * others
                pause()
        return pauses[-1]

    alone, some, many = work(0.0), work(0.3), work(0.9)
    assert alone < fair_share.SLICE < some < many
    assert many > 10 * fair_share.SLICE, "most of the time is left to the others"


def test_work_that_nobody_wants_any_more_ends_and_lets_the_next_begin(monkeypatch):
    class Gone(BaseException):
        """What Streamlit raises in a script that is to stop."""

    def gone():
        raise Gone

    monkeypatch.setattr(fair_share, "get_run_yield_check", lambda: gone)
    steps = []

    def work():
        with Courtesy() as pause:
            for step in range(100):
                steps.append(step)
                spin(2 * fair_share.FREE)
                pause()

    with pytest.raises(Gone):
        work()
    assert len(steps) == 1
    monkeypatch.undo()
    with Courtesy(free=0) as pause:
        assert pause.mine


def test_a_walk_pauses_after_every_step_and_is_the_same_walk():
    calls = []
    rule, model, start = GradientDescent(0.01), LinearRegression(), np.array([1.6, -0.8])
    paused = descend(rule, model, start, 20, pause=lambda: calls.append(1))
    assert len(calls) == 20
    assert np.array_equal(paused.phi, descend(rule, model, start, 20).phi)


def test_steps_are_capped_wherever_they_come_from():
    assert from_query({"steps": ["1000000000"]})[0].steps == MAX_STEPS


def test_long_and_short_runs_are_kept_apart():
    assert cache.run("steps=30").trajectory.steps == 30
    assert cache.run(f"steps={cache.LONG + 1}").trajectory.steps == cache.LONG + 1


def caches():
    """Every decorator that keeps results, with its name and the function under it."""
    for file in sorted([*(ROOT / "playground").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for mark in getattr(node, "decorator_list", ()):
                name = ast.unparse(mark)
                if "cache" in name and name != "cached_property":
                    yield f"{file.stem}.{node.name}", mark, node


def test_every_cache_is_bounded():
    for name, mark, function in caches():
        if isinstance(mark, ast.Call):
            bounds = [word.value for word in mark.keywords if word.arg in {"maxsize", "max_entries"}]
            assert len(bounds) == 1, name
            assert 0 < ast.literal_eval(bounds[0]) <= 4096, name
        else:
            arguments = function.args
            assert [*arguments.args, *arguments.kwonlyargs] == [], f"{name} keeps an entry for every argument"
