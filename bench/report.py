"""Medians, and lines that put ours beside theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

__all__ = ["Aim", "line", "median", "p95", "verdict"]


@dataclass(frozen=True, slots=True)
class Aim:
    """What a ratio or a figure ought to be."""

    kind: Literal["at least", "at most"]
    value: float

    def holds(self, figure: float) -> bool:
        return figure >= self.value if self.kind == "at least" else figure <= self.value

    def __str__(self) -> str:
        return f"{self.kind} {self.value:g}"


def line(name: str, *figures: str) -> None:
    print(f"  {name:<34}" + "".join(f"{figure:>18}" for figure in figures), flush=True)


def verdict(what: str, figure: float, aim: Aim, unit: str = "") -> None:
    """The line to look at: the figure, the aim, and whether it holds."""
    print(f"  -> {what}: {figure:.2f}{unit} (aim: {aim}{unit}) {'ok' if aim.holds(figure) else 'MISSED'}", flush=True)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
