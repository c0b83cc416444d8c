"""What was written already is known again, however much it is, and in little memory."""

import tracemalloc

from entrevue.exchange.seen import Seen


def test_a_name_comes_for_the_first_time_once() -> None:
    seen = Seen()
    names = [f"person-{number}" for number in range(20_000)]
    assert all(seen.first(name) for name in names)
    assert not any(seen.first(name) for name in names)
    assert all(name in seen for name in names)
    assert "person-20000" not in seen
    assert seen.first("person-20000")


def test_a_name_takes_few_bytes() -> None:
    tracemalloc.start()
    try:
        seen = Seen()
        for number in range(20_000):
            seen.first(str(number))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000 * 36  # while it grows the table is there twice; a set takes some 75
