"""Pictures are drawn in a process of their own; one that breaks down costs one picture."""

import os
import time
from threading import Thread

import pytest

from entrevue.errors import Busy
from entrevue.web.pictures.pen import Pen


def broken() -> bytes:
    os._exit(3)


def slow(seconds: float) -> str:
    time.sleep(seconds)
    return "slow"


def test_it_draws_in_another_process_and_again_after_one_broke_down() -> None:
    pen = Pen()
    try:
        first = pen.draw(os.getpid)
        assert first not in {0, os.getpid()}
        assert pen.draw(os.getpid) == first
        with pytest.raises(Busy, match="could not be drawn"):
            pen.draw(broken)
        assert pen.draw(max, 1, 2) == 2
        assert pen.draw(os.getpid) != first
    finally:
        pen.close()


def test_what_takes_too_long_is_given_up() -> None:
    pen = Pen(seconds=0.3)
    try:
        with pytest.raises(Busy, match="could not be drawn"):
            pen.draw(slow, 60.0)
        pen.seconds = 30.0
        assert pen.draw(max, 1, 2) == 2
    finally:
        pen.close()


def test_too_many_are_told_to_come_again() -> None:
    pen = Pen(waiting=1)
    try:
        pen.draw(max, 1, 2)
        busy = Thread(target=pen.draw, args=(slow, 3.0))
        busy.start()
        while pen._places._value:
            time.sleep(0.01)
        with pytest.raises(Busy, match="too many"):
            pen.draw(max, 1, 2)
        busy.join()
    finally:
        pen.close()
