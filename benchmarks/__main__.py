"""`python -m benchmarks [--quick] [--only PART,...] [--json FILE]`: runs the parts and prints a table for each."""

import argparse
import json
import os
import platform
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import messages
from benchmarks.console import console
from benchmarks.generator import allow_files, has_uvloop
from benchmarks.growth import growth
from benchmarks.herd import herd
from benchmarks.idle import idle
from benchmarks.matching import matching
from benchmarks.options import QUICK, Options
from benchmarks.redaction import redaction
from benchmarks.routing import routing
from benchmarks.search import search
from benchmarks.tables import Table
from benchmarks.widget import widget

PARTS: Mapping[str, Callable[[Options], Table]] = {
    "closed": messages.closed,
    "open": messages.opened,
    "idle": idle,
    "herd": herd,
    "growth": growth,
    "redaction": redaction,
    "matching": matching,
    "routing": routing,
    "search": search,
    "console": console,
    "widget": widget,
}


def main() -> None:
    asked = _arguments()
    options = QUICK if asked.quick else Options()
    given = {name: getattr(asked, name) for name in ("rounds", "seconds") if getattr(asked, name) is not None}
    options = replace(options, **given)
    allow_files(65_536)
    machine = _machine()
    print(" · ".join(f"{name} {value}" for name, value in machine.items()), end="\n\n", flush=True)
    found: dict[str, Any] = {"machine": machine, "options": asdict(options), "parts": {}}
    for name in asked.only or PARTS:
        began = time.perf_counter()
        table = PARTS[name](options)
        table.notes.append(f"({time.perf_counter() - began:.0f} s)")
        print(table, flush=True)
        found["parts"][name] = table.figures
        if asked.json:
            asked.json.write_text(json.dumps(found, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short rounds and small sizes: does everything run?")
    parser.add_argument("--only", type=_parts, metavar="PART,...", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every round's figures there, too")
    parser.add_argument("--rounds", type=int, help="rounds of each measurement")
    parser.add_argument("--seconds", type=float, help="length of a closed loop's round")
    return parser.parse_args()


def _parts(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in PARTS:
            raise argparse.ArgumentTypeError(f"there is no part '{name}'; known: {', '.join(PARTS)}")
    return names


def _machine() -> dict[str, str]:
    return {
        "cores": str(os.cpu_count()),
        "Python": platform.python_version(),
        "Linux": platform.release(),
        "python-socketio": version("python-socketio"),
        "python-engineio": version("python-engineio"),
        "aiohttp": version("aiohttp"),
        "SQLite": sqlite3.sqlite_version,
        "uvloop in the generator": "yes" if has_uvloop() else "no",
    }


if __name__ == "__main__":
    main()
