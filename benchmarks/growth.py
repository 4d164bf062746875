"""Growth: what a message costs when there is more and more in the database. It should cost the same."""

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from benchmarks.driving import closed_loop
from benchmarks.options import Options
from benchmarks.scenes import Figures, Scene, measured, our_scene
from benchmarks.servers import data_folder
from benchmarks.stored import store_closed_chats
from benchmarks.tables import Table, median_of, short


def growth(options: Options) -> Table:
    """The servers run side by side and are measured in turn, so that all meet the same machine."""
    table = Table(
        f"5. Stored events, {options.stored_visitors} visitors in a closed loop, rounds {options.rounds} x "
        f"{options.seconds:g} s; ratios to the first line",
        ("events", "file MB", "CPU us each", "ratio", "ack p50 ms", "ratio", "ack p99 ms", "msg/s"),
    )
    with ExitStack() as until_done:
        stored: list[tuple[int, Path, Scene]] = []
        for events in options.stored_events:
            folder = until_done.enter_context(data_folder())
            count = store_closed_chats(folder, events)
            stored.append((count, folder, until_done.enter_context(our_scene(options.stored_visitors, folder))))
        runs = _turns([scene for _, _, scene in stored], options)
        for (count, folder, _), figures in zip(stored, runs, strict=True):
            megabytes = sum(file.stat().st_size for file in folder.glob("*.sqlite3*")) / 1e6
            table.figures.extend({"events": count, "file_mb": megabytes, **asdict(figure)} for figure in figures)
            cpu, p50 = median_of(figures, _cpu_us), median_of(figures, _p50)
            table.rows.append([
                f"{count:,}", short(megabytes), short(cpu), f"{cpu / median_of(runs[0], _cpu_us):.2f}", short(p50),
                f"{p50 / median_of(runs[0], _p50):.2f}", short(median_of(figures, lambda run: run.p99_ms)),
                short(median_of(figures, lambda run: run.per_second)),
            ])  # fmt: skip
    return table


def _turns(scenes: list[Scene], options: Options) -> list[list[Figures]]:
    for scene in scenes:
        measured(scene, lambda load: load.run(closed_loop, options.seconds / 5))
    runs: list[list[Figures]] = [[] for _ in scenes]
    for _ in range(options.rounds):
        for scene, figures in zip(scenes, runs, strict=True):
            figures.append(measured(scene, lambda load: load.run(closed_loop, options.seconds)))
    return runs


def _cpu_us(run: Figures) -> float:
    return run.cpu_us


def _p50(run: Figures) -> float:
    return run.p50_ms
