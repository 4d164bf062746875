"""Redaction: what is found and what is left alone by language, and how fast, beside a bare pattern and public tools.

All see the same messages of the corpus. The public tools look at one message at a time; so does the bare pattern.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.options import Options
from benchmarks.tables import Table
from chatserver.core.redaction.raw_text import RawText
from chatserver.core.redaction.redact import Context, redact
from tests.redaction.cases import Case, Verdict, judge, judge_texts, read_cases

PEERS = {"detect-secrets": "detect-secrets==1.5.0", "presidio": "presidio-analyzer==2.2.360"}
_PEER_SCRIPT = Path(__file__).with_name("redaction_peers.py")
_DIGITS = re.compile(r"\b(?:\d[ -]?){12,18}\d\b")


@dataclass(frozen=True, slots=True)
class _Tool:
    name: str
    verdicts: list[tuple[Case, Verdict]]
    seconds: float
    messages: int


def redaction(options: Options) -> Table:
    """One line a tool and language: the share of secrets gone by kind, and of harmless chats left alone."""
    cases = [case for case in read_cases() if not case.is_draft]
    tools = [_ours(cases), _message_wise("bare Luhn", cases, _bare_luhn), *_peers(cases)]
    table = Table(
        "Redaction: gone, by kind, and harmless chats untouched (%)",
        ["tool", "language", "cards", "keys", "passwords", "untouched", "messages/s"],
    )
    for tool in tools:
        for language in (*sorted({case.language for case in cases}), "all"):
            figures = _figures(tool, language)
            table.rows.append([tool.name, language, *(f"{share:.1f}" for share in figures.values())])
            table.rows[-1].append(f"{tool.messages / tool.seconds:,.0f}" if language == "all" else "")
            table.figures.append({"tool": tool.name, "language": language, **figures})
    table.notes.extend(_speeds())
    return table


def _ours(cases: list[Case]) -> _Tool:
    began = time.process_time()
    verdicts = [(case, judge(case)) for case in cases]
    return _Tool("chatserver", verdicts, time.process_time() - began, _count(cases))


def _message_wise(name: str, cases: list[Case], clean: Callable[[str], str]) -> _Tool:
    began = time.process_time()
    cleaned = [[clean(text) for text in case.texts] for case in cases]
    spent = time.process_time() - began
    verdicts = [(case, judge_texts(case, texts)) for case, texts in zip(cases, cleaned, strict=True)]
    return _Tool(name, verdicts, spent, _count(cases))


def _peers(cases: list[Case]) -> Iterator[_Tool]:
    """Each in an environment of its own, which goes afterwards; one that cannot be had is left out, and said so."""
    for name, package in PEERS.items():
        with tempfile.TemporaryDirectory() as folder:
            python = Path(folder) / "bin" / "python"
            try:
                subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
                subprocess.run([python, "-m", "pip", "install", "-q", package], check=True, capture_output=True)
                texts = [text for case in cases for text in case.texts]
                ran = subprocess.run(
                    [python, _PEER_SCRIPT, name], input=json.dumps(texts).encode(), check=True, capture_output=True
                )
            except subprocess.CalledProcessError as error:
                print(f"{name} cannot be had here: {error.stderr.decode()[-200:]}", file=sys.stderr)
                continue
        answer = json.loads(ran.stdout)
        cleaned = iter(answer["texts"])
        verdicts = [(case, judge_texts(case, [next(cleaned) for _ in case.texts])) for case in cases]
        yield _Tool(name, verdicts, answer["seconds"], _count(cases))


def _figures(tool: _Tool, language: str) -> dict[str, float]:
    total: dict[str, int] = defaultdict(int)
    bad: dict[str, int] = defaultdict(int)
    for case, verdict in tool.verdicts:
        if language not in {"all", case.language}:
            continue
        for secret in case.secrets:
            total[secret.kind] += 1
            bad[secret.kind] += secret in verdict.leaks
        if case.is_negative:
            total["untouched"] += 1
            bad["untouched"] += bool(verdict.harmed)
    kinds = ("card", "key", "password", "untouched")
    return {kind: 100 * (1 - bad[kind] / total[kind]) if total[kind] else float("nan") for kind in kinds}


def _count(cases: list[Case]) -> int:
    return sum(len(case.texts) for case in cases)


def _bare_luhn(text: str) -> str:
    def mask(found: re.Match[str]) -> str:
        digits = [int(sign) for sign in found[0] if sign.isdigit()]
        total = sum(digit if place % 2 == 0 else sum(divmod(digit * 2, 10)) for place, digit in enumerate(digits[::-1]))
        return "#" if total % 10 == 0 else found[0]

    return _DIGITS.sub(mask, text)


_TALK = (
    "Hi, I ordered two lamps last week and one of them has not arrived yet. Can you look into it?",
    "Guten Tag, wo finde ich die Rechnung zu meiner Bestellung 4711-0815? Danke!",
    "no me llega el correo de confirmación, ¿me lo pueden reenviar?",
    "Oi, bom dia! O boleto venceu ontem, consigo gerar outro?",
    "Здравствуйте, подскажите, пожалуйста, когда приедет курьер? Заказ 20441.",
    "I forgot my password and the reset link does not work",
    "GET /api/v1/orders/8812?expand=items returns 500, request id req_8f2b61c0aa19",
    "ok thanks",
)


def _speeds() -> Iterator[str]:
    each = _seconds([(Context(), RawText(text)) for text in _TALK * 200]) / (len(_TALK) * 200)
    bare = _bare_seconds() / (len(_TALK) * 200)
    yield f"mixed support talk: {1 / each:,.0f} messages/s on one core, {each / bare:.1f} x the bare pattern's time"
    log = "\n".join(
        f"2026-11-{line % 28 + 1:02d} INFO request_id=8f14e45f-ceea-467f-a0e6-{line:012d} GET /orders/{line * 7919} 200"
        for line in range(400)
    )
    for name, text in {
        "a 17 KB log": log[:17_000],
        "32 KiB of one label": "password: a " * 2_730,
        "32 KiB of digits": "4 " * 16_384,
        "32 KiB of key beginnings": "sk-" * 10_922,
        "32 KiB of headers": "authorization: " * 2_184,
    }.items():
        whole = min(_seconds([(Context(), RawText(text))]) for _ in range(5))
        half = min(_seconds([(Context(), RawText(text[: len(text) // 2]))]) for _ in range(5))
        yield f"{name}: {whole * 1000:.1f} ms, {whole / half:.1f} x that of its half"


def _seconds(work: list[tuple[Context, RawText]]) -> float:
    began = time.process_time()
    for context, raw in work:
        redact(context, raw)
    return time.process_time() - began


def _bare_seconds() -> float:
    began = time.process_time()
    for text in _TALK * 200:
        _bare_luhn(text)
    return time.process_time() - began
