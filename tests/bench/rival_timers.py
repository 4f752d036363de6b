"""Every film has a timer of its own, and none of them knows of the others."""

import time
from random import Random
from threading import Event, Thread

import requests


def timers(base_url: str, key: str, tasks: list[str], *, every: float, seconds: float) -> None:
    """Ask for each of these tasks at its own moments, for so long."""
    over = Event()
    threads = [Thread(target=_one, args=(f"{base_url}/tasks/{task}", key, every, over), daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    over.set()
    for thread in threads:
        thread.join()


def _one(address: str, key: str, every: float, over: Event) -> None:
    line = requests.Session()
    line.trust_env = False
    wait = Random(address).uniform(0, every)
    while not over.wait(wait):
        line.get(address, headers={"Authorization": f"Bearer {key}"}, timeout=20)
        wait = every
