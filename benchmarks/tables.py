"""What was measured, as tables in Markdown."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable, Iterable, Mapping

from measuring import Cost

#: By step, then contestant, the first of which is compared with the others: what each round cost.
Costs = Mapping[str, Mapping[str, list[Cost]]]

_Value = Callable[[Cost], float]
_MEASURES: tuple[tuple[str, str, _Value], ...] = (
    ("cpu", "s", lambda cost: cost.cpu),
    ("wall", "s", lambda cost: cost.wall),
    ("memory", "MiB", lambda cost: cost.memory),
)


def short_runs(costs: Mapping[str, list[Cost]]) -> str:
    """Return how much longer short runs take than the first of them."""
    first, *others = costs
    rows = ([name, _ratio(costs[name], costs[first], _cpu)] for name in others)
    return _table("Short runs", ["", f"cpu ÷ {first}"], rows)


def ratios(title: str, costs: Costs) -> str:
    """Return what the first contestant costs, and in comparison with the others."""
    us, *others = next(iter(costs.values()))
    rows = (
        [
            f"{step}: {what}",
            f"{_median(cost[us], value):.3g} {unit}",
            *(_ratio(cost[us], cost[other], value) for other in others),
        ]
        for step, cost in costs.items()
        for what, unit, value in _MEASURES
    )
    return _table(title, ["", us, *(f"÷ {other}" for other in others)], rows)


def written(title: str, costs: Costs) -> str:
    """Return how many files each contestant wrote or removed, and how many MiB."""
    names = list(next(iter(costs.values())))
    rows = ([step, *(_written(cost[name]) for name in names)] for step, cost in costs.items())
    return _table(title, ["files; MiB", *names], rows)


def reading(count: int, costs: Iterable[Cost]) -> str:
    """Return how many of `count` articles are read in a second, with the start of the program."""
    speed = count / min(cost.cpu for cost in costs)
    rows = [["articles read in a second of cpu, by one process", f"{speed:.0f}"]]
    return _table(f"{count} articles, read and not published", ["", "vnru"], rows)


def shares(title: str, whole: float, parts: Iterable[tuple[str, float]]) -> str:
    """Return what parts of a whole, in seconds an article, cost in microseconds."""
    rows = ([name, f"{share * whole * 1e6:.0f}", f"{share:.1%}"] for name, share in parts)
    everything = ["**all**", f"**{whole * 1e6:.0f}**", ""]
    return _table(title, ["", "µs an article", "share"], [*rows, everything])


def growth(step: str, sizes: Mapping[int, Costs]) -> str:
    """Return by which power of the size user time grows: 1.00 is in proportion."""
    pairs = list(itertools.pairwise(sizes))
    names = list(next(iter(sizes.values()))[step])
    rows = ([name, *(_power(sizes, step, name, *pair) for pair in pairs)] for name in names)
    return _table(f"Growth: {step}", ["user time", *(f"{a} → {b}" for a, b in pairs)], rows)


def _cpu(cost: Cost) -> float:
    return cost.cpu


def _median(costs: Iterable[Cost], value: _Value) -> float:
    return statistics.median(map(value, costs))


def _ratio(ours: Iterable[Cost], theirs: Iterable[Cost], value: _Value) -> str:
    pairs = zip(ours, theirs, strict=True)
    return f"{statistics.median(value(a) / value(b) for a, b in pairs):.3g}"


def _written(costs: Iterable[Cost]) -> str:
    cost = max(costs, key=lambda cost: cost.files)
    return f"{cost.files}; {cost.written:.1f}" if cost.files else "–"


def _power(sizes: Mapping[int, Costs], step: str, name: str, small: int, large: int) -> str:
    times = [_median(sizes[size][step][name], lambda cost: cost.user) for size in (small, large)]
    if not all(times):
        return "–"  # too short for the system's clock
    return f"{math.log(times[1] / times[0]) / math.log(large / small):.2f}"


def _table(title: str, head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join([f"### {title}", "", *(f"| {' | '.join(line)} |" for line in lines), ""])
