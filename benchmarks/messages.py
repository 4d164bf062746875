"""Messages: what one costs the server's CPU and how long its ack takes, ours beside the bare one, turn by turn."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial

from benchmarks.driving import Load, closed_loop, open_loop
from benchmarks.generator import Generator
from benchmarks.options import Options
from benchmarks.scenes import Figures, Scene, both_scenes, measured
from benchmarks.tables import Table, median_of, pair, short

Run = Callable[[Generator], Load]


def closed(options: Options) -> Table:
    """Closed loop: each visitor sends the next message when the last one has been acked."""
    table = Table(
        f"1. Closed loop, rounds {options.rounds} x {options.seconds:g} s: acked messages per CPU-second",
        ("visitors", "ours", "bare", "ratio", "ours us", "bare us", "ours msg/s", "bare msg/s", "ours p50 / p99 ms",
         "bare p50 / p99 ms", "generator busy"),
    )  # fmt: skip
    for visitors in options.visitors:
        with both_scenes(visitors) as scenes:
            runs = _turns(scenes, lambda _: lambda load: load.run(closed_loop, options.seconds), options)
        ours, bare, ratio = _compared(table, visitors, runs)
        table.rows.append([
            f"{visitors:,}", short(median_of(ours, _per_cpu_second)), short(median_of(bare, _per_cpu_second)),
            f"{ratio:.2f}", short(median_of(ours, _cpu_us)), short(median_of(bare, _cpu_us)),
            short(median_of(ours, _per_second)), short(median_of(bare, _per_second)), _times(ours), _times(bare),
            f"{median_of(ours, _busy):.2f}, {median_of(bare, _busy):.2f}",
        ])  # fmt: skip
    return table


def opened(options: Options) -> Table:
    """Open loop: Poisson arrivals, whether or not the server keeps up."""
    visitors, rate = options.open_visitors, options.open_per_second
    table = Table(
        f"2. Open loop, {rate:,} messages/s over {visitors:,} connections, rounds {options.rounds} x "
        f"{options.open_seconds:g} s, Poisson; ack times from when a message was due",
        ("", "acked/s", "CPU us each", "p50 ms", "p99 ms", "sent late p99 ms", "unanswered", "generator busy"),
    )

    def run(round_number: int) -> Run:
        return lambda load: load.run(open_loop, rate, options.open_seconds, round_number)

    with both_scenes(visitors) as scenes:
        ours, bare, ratio = _compared(table, visitors, _turns(scenes, run, options))
    for name, runs in (("ours", ours), ("bare", bare)):
        table.rows.append([
            name, short(median_of(runs, _per_second)), short(median_of(runs, _cpu_us)), short(median_of(runs, _p50)),
            short(median_of(runs, _p99)), short(median_of(runs, lambda run: run.late_p99_ms)),
            str(sum(run.unanswered for run in runs)), f"{median_of(runs, _busy):.2f}",
        ])  # fmt: skip
    table.notes.append(f"acked messages per CPU-second, ratio to bare: {ratio:.2f}")
    return table


def _turns(
    scenes: tuple[Scene, Scene], run: Callable[[int], Run], options: Options
) -> tuple[list[Figures], list[Figures]]:
    """Measures both in turn; a first short run of each warms them up."""
    for scene in scenes:
        measured(scene, partial(_warm_up, options.seconds / 5))
    ours: list[Figures] = []
    bare: list[Figures] = []
    for round_number in range(options.rounds):
        for scene, figures in zip(scenes, (ours, bare), strict=True):
            figures.append(measured(scene, run(round_number)))
    return ours, bare


def _warm_up(seconds: float, load: Generator) -> Load:
    return load.run(closed_loop, seconds)


def _compared(
    table: Table, visitors: int, runs: tuple[list[Figures], list[Figures]]
) -> tuple[list[Figures], list[Figures], float]:
    """Notes the figures of all rounds and what is odd about them; the ratio is the median over the rounds."""
    ours, bare = runs
    ratio = median_of(zip(ours, bare, strict=True), lambda both: both[0].per_cpu_second / both[1].per_cpu_second)
    for name, figures in (("ours", ours), ("bare", bare)):
        table.figures.extend({"server": name, "visitors": visitors, **asdict(figure)} for figure in figures)
        worst = max(figures, key=lambda figure: abs(figure.told_each - 2))
        if abs(worst.told_each - 2) > 0.001:
            table.notes.append(
                f"{name}, {visitors:,} visitors: {worst.told_each:.3f} sockets heard of a message, not 2"
            )
    return ours, bare, ratio


def _times(runs: list[Figures]) -> str:
    return pair(median_of(runs, _p50), median_of(runs, _p99))


def _per_cpu_second(run: Figures) -> float:
    return run.per_cpu_second


def _per_second(run: Figures) -> float:
    return run.per_second


def _cpu_us(run: Figures) -> float:
    return run.cpu_us


def _p50(run: Figures) -> float:
    return run.p50_ms


def _p99(run: Figures) -> float:
    return run.p99_ms


def _busy(run: Figures) -> float:
    return run.generator_busy
