"""Changing modules of a process that starts, without a hook in them: each is read as always, and then handed over.

For the `sitecustomize.py` of tests, which Python imports by itself where PYTHONPATH leads to it; this folder has to
stand on that path too.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType

Change = Callable[[ModuleType], None]


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, names: Iterable[str], change: Change) -> None:
        self._names, self._change = frozenset(names), change

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self._names:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            reads = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                reads(module)
                self._change(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]  # of this one loader
        return spec


def after(names: Iterable[str], change: Change) -> None:
    """Call `change` with each module of these names, right after it was read."""
    sys.meta_path.insert(0, _Finder(names, change))
