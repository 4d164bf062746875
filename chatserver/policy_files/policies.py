"""The `policies` of `sla.yml`: what they say in place of the defaults, checked row by row."""

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import TypeVar

from msgspec.structs import replace
from ruamel.yaml.comments import CommentedSeq

from chatserver.core.sla.policies import (
    DEFAULT_POLICIES,
    Audience,
    Circumstance,
    ClockKind,
    PauseReason,
    Policy,
    Row,
    Step,
    Target,
    WithinDays,
    plan_name,
)
from chatserver.policy_files.calendars import WALL_CLOCK, scalar
from chatserver.policy_files.durations import (
    HOW_TO_WRITE_STEPS,
    HOW_TO_WRITE_TARGETS,
    BadTime,
    read_share_or_duration,
    read_target,
)
from chatserver.yaml_places import Node, Problems, suggestion

KNOWN_PLANS = ("premium", "regular", "basic")
WORST_SEVERITY, MILDEST_SEVERITY = 1, 5

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")


def read_policies(file: Node, calendars: Collection[str], problems: Problems) -> dict[ClockKind, Policy]:
    """Returns a policy for every kind of clock: the default's, with what the file says in its place."""
    table = dict(DEFAULT_POLICIES.table)
    if "policies" not in file or not file["policies"].as_map(problems, list(ClockKind), "policies"):
        return table
    plans = _plans(file, problems)
    for name, node in file["policies"].items():
        if name in set(ClockKind):
            table[ClockKind(name)] = _policy(table[ClockKind(name)], node, calendars, plans, problems)
    return table


def _plans(file: Node, problems: Problems) -> tuple[str, ...]:
    return (*KNOWN_PLANS, *(plan_name(name) for name in file.names(problems, "plans")))


def _policy(
    default: Policy, node: Node, calendars: Collection[str], plans: tuple[str, ...], problems: Problems
) -> Policy:
    keys = ("target", "targets", "calendar", "steps", "pauses")
    if not node.as_map(problems, keys, f"policy '{default.kind}'"):
        return default
    policy = default
    if "calendar" in node:
        policy = replace(policy, calendar=_calendar(node["calendar"], calendars, problems))
    if "target" in node or "targets" in node:
        policy = _with_targets(policy, node, plans, problems)
    if "steps" in node:
        policy = replace(policy, steps=_steps(node["steps"], problems))
    if "pauses" in node:
        policy = replace(policy, pauses=_words(node["pauses"], PauseReason, "reason to wait", problems))
    days = [
        target for target in (policy.target, *(row.target for row in policy.rows)) if isinstance(target, WithinDays)
    ]
    if days and policy.calendar is None:
        problems.add(node, "Working days need a calendar.", "Add a line such as `calendar: working_days`.")
    return policy


def _calendar(node: Node, calendars: Collection[str], problems: Problems) -> str | None:
    name = scalar(node) or ""
    if name == WALL_CLOCK:
        return None
    if name not in calendars:
        problems.add(node, f"There is no calendar '{name}'.", suggestion(name, (*calendars, WALL_CLOCK)))
        return None
    return name


def _with_targets(policy: Policy, node: Node, plans: tuple[str, ...], problems: Problems) -> Policy:
    """Returns the policy with the file's targets. `target` and `targets` are one table: no row of the default stays."""
    if "target" not in node:
        problems.add(node, "'targets' has no 'target' for everybody else.", "Add a line such as `target: 24 h`.")
        return policy
    target = _read(node["target"], read_target, HOW_TO_WRITE_TARGETS, problems) or policy.target
    rows: list[tuple[Row, Node]] = []
    for row in _elements(node, "targets", problems):
        read = _row(row, plans, problems)
        if read is None:
            continue
        for earlier, place in rows:
            if _covers(earlier, read):
                fault = f"This row never applies: the one in line {place.line} fits first."
                problems.add(row, fault, "Move it above that line, or take it out.")
                break
        rows.append((read, row))
    return replace(policy, target=target, rows=tuple(row for row, _ in rows))


def _row(node: Node, plans: tuple[str, ...], problems: Problems) -> Row | None:
    if not node.as_map(problems, ("plan", "severity", "on", "target"), "a row of 'targets'"):
        return None
    target: Target | None = None
    if "target" in node:
        target = _read(node["target"], read_target, HOW_TO_WRITE_TARGETS, problems)
    else:
        problems.add(node, "The row has no 'target'.", "Add a line such as `target: 30 min`.")
    plan = plan_name(scalar(node["plan"]) or "") if "plan" in node else ""
    if "plan" in node and plan not in plans:
        problems.add(node["plan"], f"There is no plan '{plan}'.", _plan_cure(plan, plans))
    severity = _severity(node["severity"], problems) if "severity" in node else None
    on = _word(node["on"], Circumstance, "circumstance", problems) if "on" in node else None
    if not any(key in node for key in ("plan", "severity", "on")):
        problems.add(node, "The row fits everybody.", "Say `plan`, `severity` or `on`, or write it as `target` above.")
    return None if target is None else Row(target, plan, severity, on)


def _severity(node: Node, problems: Problems) -> int | None:
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool) and WORST_SEVERITY <= value <= MILDEST_SEVERITY:
        return int(value)
    cure = f"Write a number from {WORST_SEVERITY}, the worst, to {MILDEST_SEVERITY}."
    problems.add(node, f"There is no severity '{value}'.", cure)
    return None


def _plan_cure(plan: str, plans: tuple[str, ...]) -> str:
    cure = suggestion(plan, plans)
    return cure if cure.startswith("Did") else f"{cure} Name others under `plans:`."


def _covers(earlier: Row, later: Row) -> bool:
    return (
        earlier.plan in ("", later.plan)
        and earlier.severity in (None, later.severity)
        and earlier.on in (None, later.on)
    )


def _steps(node: Node, problems: Problems) -> tuple[Step, ...]:
    found: dict[str, Step] = {}
    if not isinstance(node.value, CommentedSeq):
        problems.add(node, "'steps' must be a list.", "Write `- at: 80 %` lines below it, each with `tell: lead`.")
        return ()
    for element in node.elements():
        if not element.as_map(problems, ("at", "tell"), "a step"):
            continue
        if "at" not in element or "tell" not in element:
            problems.add(element, "A step has `at` and `tell`.", "Write `at: 80 %` and `tell: lead`.")
            continue
        at = _read(element["at"], read_share_or_duration, HOW_TO_WRITE_STEPS, problems)
        tell = _words(element["tell"], Audience, "group of people", problems)
        if at is None:
            continue
        step = Step(at, tell)
        if step.name in found:
            problems.add(element["at"], "There are two steps at this time.", "Write `tell: [lead, supervisors]`.")
        found[step.name] = step
    return tuple(found.values())


def _elements(node: Node, key: str, problems: Problems) -> list[Node]:
    if key not in node:
        return []
    if not isinstance(node[key].value, CommentedSeq):
        problems.add(node[key], f"'{key}' must be a list.", "Write `- plan: premium` lines below it.")
        return []
    return list(node[key].elements())


def _read(node: Node, read: Callable[[str], Value], cure: str, problems: Problems) -> Value | None:
    try:
        return read(scalar(node) or "")
    except BadTime as error:
        problems.add(node, str(error), cure)
        return None


def _words(node: Node, words: type[Word], what: str, problems: Problems) -> tuple[Word, ...]:
    nodes = list(node.elements()) if isinstance(node.value, CommentedSeq) else [node]
    found = [_word(one, words, what, problems) for one in nodes]
    return tuple(dict.fromkeys(word for word in found if word is not None))


def _word(node: Node, words: type[Word], what: str, problems: Problems) -> Word | None:
    text = scalar(node) or ""
    if text not in set(words):
        problems.add(node, f"There is no {what} '{text}'.", suggestion(text, list(words)))
        return None
    return words(text)
