import gc
import threading

import pytest

from kyyeu.restorer.memory import paused_collector


def test_the_collector_is_off_meanwhile_and_on_again_after_a_fault() -> None:
    with pytest.raises(KeyError), paused_collector():
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with paused_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_is_on_again_when_one_pause_ends_while_another_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other looks at the switch, finds it off, and is slow to lay its hand on it."""
    looked, ended = threading.Event(), threading.Event()
    is_enabled = gc.isenabled

    def look_slowly() -> bool:
        seen = is_enabled()
        if threading.current_thread() is other:
            looked.set()
            ended.wait(0.1)
        return seen

    def pause() -> None:
        with paused_collector():
            ended.wait(5)

    other = threading.Thread(target=pause)
    monkeypatch.setattr(gc, "isenabled", look_slowly)
    with paused_collector():
        other.start()
        assert looked.wait(5)
    ended.set()
    other.join()
    assert is_enabled()
