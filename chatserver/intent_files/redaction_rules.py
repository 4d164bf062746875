"""A site's own redaction rules, from one YAML file: read, checked, and refused with the place and the cure."""

import re
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml.comments import CommentedSeq

from chatserver.core.redaction.card_ranges import issuers_ranges
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.forms import BadForm
from chatserver.core.redaction.key_formats import FORMATS
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, redact
from chatserver.core.redaction.rules import FAMILIES, PASSWORD_RULES, OwnRule, Rules, require_form
from chatserver.yaml_places import Node, Problem, Problems, read_yaml, suggestion

_NAME = re.compile(r"[a-z][a-z0-9_.]{0,40}")
# A rule that finds words of everyday would eat the chat.
_MIN_RANDOM = re.compile(r"<\w+:([1-9]\d+|[6-9])(?:-\d+)?>")


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """`rules` is None when the file cannot be used."""

    rules: Rules | None
    problems: tuple[Problem, ...]


def load_rules(path: Path) -> LoadedRules:
    """Reads the file. Every example under `finds` must be masked by its rule, every one under `keeps` must stay."""
    problems = Problems()
    file = read_yaml(path, path.name, problems)
    if file is None or not file.as_map(problems, ("format", "off", "rules"), "the file"):
        return LoadedRules(None, tuple(problems.found))
    if "format" not in file or file["format"].value != 1:
        problems.add(file, "The file has no `format: 1`.", "Begin it with `format: 1`.")
    own = _own_rules(file, problems)
    off = _switched_off(file, problems)
    rules = Rules(tuple(rule for rule, _ in own), off)
    if not problems.has_errors:
        for rule, node in own:
            _try_examples(rules, rule, node, problems)
    return LoadedRules(None if problems.has_errors else rules, tuple(problems.found))


def _own_rules(file: Node, problems: Problems) -> list[tuple[OwnRule, Node]]:
    if "rules" not in file:
        return []
    listing = file["rules"]
    if not isinstance(listing.value, CommentedSeq):
        problems.add(listing, "'rules' must be a list.", "Write `- name: acme.key` lines below it.")
        return []
    found: list[tuple[OwnRule, Node]] = []
    for node in listing.elements():
        rule = _own_rule(node, problems)
        if rule is None:
            continue
        if any(rule.name == other.name for other, _ in found):
            problems.add(node["name"], f"There are two rules '{rule.name}'.", "Rename one.")
        found.append((rule, node))
    return found


def _own_rule(node: Node, problems: Problems) -> OwnRule | None:
    if not node.as_map(problems, ("name", "kind", "form", "finds", "keeps"), "a rule"):
        return None
    name = node.text(problems, "name", required=True, what="The rule")
    form = node.text(problems, "form", required=True, what=f"The rule '{name}'")
    kind = node.text(problems, "kind") or SecretKind.KEY.value
    if not name or not form:
        return None
    if not _NAME.fullmatch(name):
        problems.add(node["name"], f"'{name}' is no name of a rule.", "Use a-z, digits, dots and underscores.")
        return None
    if kind not in {known.value for known in SecretKind}:
        problems.add(
            node["kind"], f"There is no kind '{kind}'.", suggestion(kind, [known.value for known in SecretKind])
        )
        return None
    try:
        require_form(form)
    except BadForm as error:
        problems.add(node["form"], f"The form cannot be read: {error}.", "Write it like `acme_<b62:24>`.")
        return None
    if not _MIN_RANDOM.search(form):
        problems.add(
            node["form"],
            "The form has no random part of six signs or more.",
            "It would mask plain words: make it longer.",
        )
        return None
    return OwnRule(name, SecretKind(kind), form)


def _switched_off(file: Node, problems: Problems) -> frozenset[str]:
    names = file.names(problems, "off")
    known = {f"key.{name}" for name, _ in FORMATS}
    known |= {name.rpartition(".")[0] for name in known}
    known |= {f"password.{name}" for name in PASSWORD_RULES} | {f"card.{brand}" for brand, *_ in issuers_ranges()}
    for name in names:
        family, _, rule = name.partition(".")
        # Keys that are known by their place have names of one word, and no table.
        is_place = family == "key" and "." not in rule
        if family not in FAMILIES or (rule and name not in known and not is_place):
            choices = [*FAMILIES, *sorted(known)]
            problems.add(file["off"], f"There is no rule '{name}'.", suggestion(name, choices))
    return frozenset(names)


def _try_examples(rules: Rules, rule: OwnRule, node: Node, problems: Problems) -> None:
    for key, must_find in (("finds", True), ("keeps", False)):
        for line in node.lines(problems, key):
            result = redact(Context(), RawText(line), rules=rules)
            has_found = any(mask.rule == f"own.{rule.name}" for mask in result.redactions)
            if has_found != must_find:
                fault = "does not find" if must_find else "masks"
                problems.add(node[key], f"The rule '{rule.name}' {fault} “{line}”.", "Mend the form or the example.")
