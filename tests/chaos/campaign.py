"""One campaign: films are ordered while troubles come in an order drawn from a seed; then calm, a person, a verdict."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos import verdict
from tests.chaos.crew import Crew
from tests.chaos.people import KEY, People
from tests.chaos.troubles import TROUBLES, Scene, draw
from tests.pipeline.provider import Provider, provider_at_work
from tests.studio import INSIDE, OWNER, launched

SPEED = 40.0
"""A film takes half a second at the provider."""
SCALE = "40"
AT_ONCE = 12
"""Films on their way while there are troubles; as many as the provider has seats for, nearly."""
CALM = 180.0
"""Seconds within which all must have come to an end once the troubles are over, and half a second for each film."""
MODELS = ("v6", "c1", "v5.6")
WITHOUT_ONE = Path(__file__).parent / "without"
WITHOUT = ("intent", "spool", "fencing")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`without` takes one of the safeguards out, to show that the campaign would notice."""

    renders: int
    seed: int
    without: str = ""


@dataclass(kw_only=True)
class Report:
    plan: Plan
    troubles: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    calm: float = 0.0
    """How many of them were needed when the troubles were over."""
    creates: int = 0
    tasks: int = 0
    busiest: int = 0
    """Queries and lists in the busiest second."""
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = ", ".join(f"{name} {number}" for name, number in sorted(self.troubles.items()))
        asked = ", ".join(f"{name} {number}" for name, number in sorted(self.decisions.items())) or "none"
        end = "all home" if not self.wrong else " | ".join(self.wrong)
        return (
            f"seed {self.plan.seed}: {self.plan.renders} films, {self.tasks} tasks of {self.creates} creates, "
            f"{self.seconds:.0f} s ({self.calm:.0f} of them calm), at most {self.busiest} queries a second; "
            f"troubles: {told}; decided by a person: {asked}; {end}"
        )


def run(plan: Plan, folder: Path) -> Report:
    """The whole campaign in an empty folder."""
    report, drawn, begun = Report(plan=plan), random.Random(plan.seed), time.monotonic()
    with _at_work(plan, folder) as (crew, provider):
        people = People(crew.studio)
        scene = Scene(crew=crew, provider=provider, drawn=drawn, spools=plan.without != "spool")
        _troubled(scene, people, report)
        provider.honest()
        calm = time.monotonic()
        patience = CALM + plan.renders / 2
        report.wrong += people.wait_settled(patience)
        report.wrong += verdict.of_the_uncertain(people, provider)
        report.decisions += people.decide(provider)
        report.wrong += people.wait_settled(patience)
        report.wrong += verdict.of_all(crew.studio, provider)
        report.seconds, report.calm = time.monotonic() - begun, time.monotonic() - calm
        report.creates, report.tasks = provider.count("create"), len(provider.made)
        report.busiest = verdict.busiest(provider)
    return report


def _troubled(scene: Scene, people: People, report: Report) -> None:
    """As many troubles as films, which are ordered some ahead; each comes when something moves again after the last."""
    plan = report.plan
    orders, ordered = list(_orders(plan, scene.drawn)), 0
    for drawn in range(plan.renders):
        while orders and ordered <= drawn + AT_ONCE and people.unsettled() < AT_ONCE:
            title, takes = orders.pop()
            people.order(title, model=scene.drawn.choice(MODELS), takes=takes)
            ordered += takes
        _trouble(scene, people, report)
        moved = people.moves()
        time.sleep(scene.drawn.uniform(0.1, 0.9))
        people.wait_moving(moved)
    for title, takes in orders:
        people.order(title, model=scene.drawn.choice(MODELS), takes=takes)


@contextmanager
def _at_work(plan: Plan, folder: Path) -> Iterator[tuple[Crew, Provider]]:
    """A studio with two workers and a paid account at a provider that lies when it is told to."""
    with provider_at_work(folder / "provider", speed=SPEED) as provider, launched(folder) as launch:
        environment = {
            **OWNER,
            "PIXSTUDIO_TIME_SCALE": SCALE,
            "PIXSTUDIO_ALLOW_LOOPBACK": "1",
            "DASHSCOPE_BASE_URL": provider.base_url,
            "DASHSCOPE_API_KEY": KEY,
        }
        if plan.without:
            path = os.pathsep.join(map(str, (WITHOUT_ONE, INSIDE)))
            environment |= {"PYTHONPATH": path, "CHAOS_WITHOUT": plan.without}
        studio = launch(environment=environment)
        studio.wait_working()
        with Crew(studio=studio, doubled=("worker", "beat")) as crew:
            yield crew, provider


def _orders(plan: Plan, drawn: random.Random) -> Iterator[tuple[str, int]]:
    """Prompts and takes; every prompt is another one."""
    left = plan.renders
    while left:
        takes = min(left, drawn.choice((1, 1, 1, 2, 4)))
        left -= takes
        yield f"A heron lifts off the morning lake, number {left}, {drawn.randrange(10**6)}", takes


def _trouble(scene: Scene, people: People, report: Report) -> None:
    name = draw(scene, {row["state"] for row in people.renders()})
    if TROUBLES[name].act(scene):
        report.troubles[name] += 1
