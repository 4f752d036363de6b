"""What was made is remembered by what it was made of, and what all share is read once in a moment."""

from pytest_django import Settings

from jobs.queries.memory import Glance, Memory


def test_the_oldest_make_room() -> None:
    memory: Memory[str] = Memory(2)
    for name in ("a", "b", "c"):
        memory.keep(name, name.upper())
    assert memory.look_up(["a", "b", "c"]) == [None, "B", "C"]


def test_what_was_looked_up_stays_longer() -> None:
    memory: Memory[str] = Memory(2)
    memory.keep("a", "A")
    memory.keep("b", "B")
    memory.look_up(["a"])
    memory.keep("c", "C")
    assert memory.look_up(["a", "b"]) == ["A", None]


def test_it_is_made_once() -> None:
    memory: Memory[int] = Memory(2)
    made = iter(range(9))
    assert [memory.of("key", lambda: next(made)) for _ in range(3)] == [0, 0, 0]


def test_a_glance_holds_for_its_time_and_until_it_is_forgotten(settings: Settings) -> None:
    settings.GLANCE_SECONDS = 60.0
    numbers = iter(range(9))
    glance = Glance(lambda: next(numbers))
    assert (glance(), glance()) == (0, 0)
    glance.forget()
    assert glance() == 1


def test_without_time_every_glance_reads(settings: Settings) -> None:
    numbers = iter(range(9))
    glance = Glance(lambda: next(numbers))
    assert (glance(), glance()) == (0, 1)
