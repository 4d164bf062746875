"""Reads `sla.yml`: each mistake is told with file, line, column, the fault and the cure; a wrong file is not used."""

from dataclasses import dataclass
from pathlib import Path

from chatserver.core.sla.policies import DEFAULT_POLICIES, Policies
from chatserver.policy_files.calendars import read_calendars, version_of
from chatserver.policy_files.policies import read_policies
from chatserver.yaml_places import Problem, Problems, read_yaml

FORMAT = 1


@dataclass(frozen=True, slots=True)
class LoadedSla:
    """`policies` is None when there is an error among the problems."""

    policies: Policies | None
    problems: tuple[Problem, ...]


def load_sla(path: Path) -> LoadedSla:
    """Reads the file. What it does not say is as in `DEFAULT_POLICIES`; the version is made of the content."""
    problems = Problems()
    file = read_yaml(path, path.name, problems)
    if file is None or not file.as_map(problems, ("format", "plans", "calendars", "policies"), "the file"):
        return LoadedSla(None, tuple(problems.found))
    if "format" not in file or file["format"].value != FORMAT:
        place = file["format"] if "format" in file else file
        problems.add(place, "The file's format is missing or not known.", f"Begin it with `format: {FORMAT}`.")
    read = read_calendars(file, problems)
    table = read_policies(file, {**DEFAULT_POLICIES.calendars, **read}, problems)
    if problems.has_errors:
        return LoadedSla(None, tuple(problems.found))
    own = {name: calendar for name, calendar in read.items() if calendar is not None}
    calendars = {**DEFAULT_POLICIES.calendars, **own}
    version = version_of((sorted(calendar.version for calendar in calendars.values()), list(table.values())))
    return LoadedSla(Policies(version, calendars, table), tuple(problems.found))
