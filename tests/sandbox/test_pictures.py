"""What is drawn into a film."""

import pytest
from PIL import Image

from jobs.sandbox.canvas import Canvas
from jobs.sandbox.lettering import Lettering, letters, wrapped
from jobs.sandbox.rules import MODELS
from jobs.sandbox.scenes import scene


def corner(canvas: Canvas, box: tuple[int, int, int, int]) -> bytes:
    return canvas.planes[0].crop(box).tobytes()


def lettered(prompt: str, *, watermark: bool = False) -> Canvas:
    canvas = Canvas.gradient((640, 360), [(0, (40, 60, 90)), (1, (40, 60, 90))])
    Lettering(prompt, 640, 360, watermark=watermark).draw(canvas)
    return canvas


def test_the_prompt_stands_in_the_picture_in_english_and_in_chinese() -> None:
    empty, english, chinese = (corner(lettered(words), (0, 0, 640, 120)) for words in ("", "A boat", "海边"))

    assert len({empty, english, chinese}) == 3


def test_the_label_stands_in_the_lower_right_and_only_when_it_was_asked_for() -> None:
    plain, marked = lettered("boat"), lettered("boat", watermark=True)

    assert corner(plain, (0, 0, 400, 360)) == corner(marked, (0, 0, 400, 360))
    assert corner(plain, (500, 300, 640, 360)) != corner(marked, (500, 300, 640, 360))


@pytest.mark.parametrize(
    "prompt", ["", "   ", "🌊🌊", "\x00\u202e\u200b", "نور", "\n\n\t", "…", "x" * 5000, "海" * 5000]
)
def test_no_prompt_is_too_strange_to_draw(prompt: str) -> None:
    lettered(prompt)


def test_signs_the_font_lacks_are_left_out() -> None:
    assert wrapped("a 🌊 boat \x00 at\nsea", 20, 600, most=4) == ["a boat at sea"]


def test_lines_break_between_words_and_between_chinese_signs_and_fit() -> None:
    lines = wrapped("Steam rises from a clay teapot 黄昏的海边，一只猫慢慢走过沙滩", 20, 200, most=9)

    assert len(lines) > 2
    assert all(letters(20).getlength(line) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == "Steamrisesfromaclayteapot黄昏的海边，一只猫慢慢走过沙滩"


@pytest.mark.parametrize("prompt", ["word " * 200, "海" * 900, "W" * 900])
def test_a_long_prompt_is_shortened_with_an_ellipsis(prompt: str) -> None:
    lines = wrapped(prompt, 20, 300, most=3)

    assert len(lines) <= 3
    assert lines[-1].endswith("…")
    assert letters(20).getlength(lines[-1]) <= 300


@pytest.mark.parametrize("seed", range(24))
def test_every_seed_paints_in_the_size_that_was_asked(seed: int) -> None:
    sizes = sorted({size for family in MODELS.values() for size in family.tiers if size.startswith(("6", "4", "3"))})
    width, height = map(int, sizes[seed % len(sizes)].split("*"))
    picture = scene(seed, width, height, 1)
    first, last = picture.frame(0), picture.frame(23)

    assert first.size == last.size == (width, height)
    assert [plane.size for plane in first.planes[1:]] == [(width // 2, height // 2)] * 2
    assert first.planes[0].tobytes() != last.planes[0].tobytes()


def test_the_same_seed_paints_the_same_and_another_one_something_else() -> None:
    def picture(seed: int) -> Image.Image:
        return scene(seed, 640, 360, 1).frame(5).planes[0]

    assert picture(4).tobytes() == picture(4).tobytes() != picture(5).tobytes()


def test_every_size_of_the_provider_has_even_sides() -> None:
    sides = [int(side) for family in MODELS.values() for size in family.tiers for side in size.split("*")]

    assert [len(family.tiers) for family in MODELS.values()] == [32, 32, 20]
    assert all(side % 2 == 0 for side in sides)
