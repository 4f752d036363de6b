"""What is on the desks today: a hand-picked film for every state, the newest last."""

from dataclasses import dataclass

from jobs.management.demo.scenes import Scene, scene


@dataclass(frozen=True, kw_only=True)
class Piece:
    """An order of `author`, so many minutes ago, with a plot for each of its takes; `again` of what went before it."""

    minutes: float
    author: str
    scene: Scene
    model: str
    tier: str
    ratio: str
    plots: tuple[str, ...]
    campaign: bool = False
    watermark: bool = False
    seeded: bool = False
    again: bool = False


def _piece(minutes: float, author: str, title: str, settings: str, *plots: str, **more: bool) -> Piece:
    model, tier, ratio = settings.split()
    asked = scene(title)
    return Piece(minutes=minutes, author=author, scene=asked, model=model, tier=tier, ratio=ratio, plots=plots, **more)


_DAY = 24 * 60

PIECES: tuple[Piece, ...] = (
    _piece(3 * _DAY + 95, "Lin", "Storm front", "c1 720P 16:9", "expired"),
    _piece(
        _DAY + 130, "Mara", "Packshot without the pack", "v6 1080P 16:9", "failed: withheld", "saved", watermark=True
    ),
    _piece(410, "小雨", "海港清晨", "v6 1080P 16:9", "saved", "saved after a lost answer", campaign=True),
    _piece(352, "Lin", "Red sun test", "v5.6 720P 16:9", "failed: prompt"),
    _piece(346, "Lin", "Red sun test", "v5.6 720P 16:9", "saved", again=True),
    _piece(284, "Jonas", "Vertical teaser", "v6 1080P 9:16", "saved", "saved in two goes", watermark=True, seeded=True),
    _piece(233, "Lin", "Night drive", "c1 540P 21:9", "canceled"),
    _piece(206, "小雨", "竖屏预告", "v6 720P 9:16", "saved", "saved", "failed: no reason", campaign=True),
    _piece(171, "Lin", "Moon on water", "c1 720P 16:9", "uncertain: several"),
    _piece(128, "Lin", "Poster square", "v6 720P 1:1", "saved", "saved", seeded=True),
    _piece(96, "阿泽", "云海", "v6 720P 16:9", "uncertain: missing"),
    _piece(71, "Lin", "Loop for the lobby screen", "v6 1080P 16:9", "succeeded, held"),
    _piece(58, "Lin", "Lighthouse", "v5.6 540P 16:9", "failed: unknown", "queued, held"),
    _piece(33, "Mara", "Dunes at dusk", "v6 720P 16:9", "saved", "saved", "failed: no room", campaign=True),
    _piece(14, "小雨", "月下海面", "c1 1080P 21:9", "saved"),
    _piece(4.2, "Lin", "The harbour wakes", "v6 720P 16:9", "saved", "saved", "saving", "running", campaign=True),
    _piece(3.6, "阿泽", "沙丘", "c1 1080P 16:9", "saved", "succeeded"),
    _piece(1.1, "Yuki", "Northern lights over the ridge", "v6 720P 16:9", "running", "pending", "submitting", "queued"),
    _piece(0.9, "阿泽", "红色晚霞", "c1 720P 16:9", "confirming", "busy"),
)
RENDERS = sum(len(piece.plots) for piece in PIECES)
