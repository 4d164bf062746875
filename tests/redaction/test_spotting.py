"""The browser's search for secrets, on the corpus and beside the server's own."""

import json
import random
import shutil
import subprocess

import pytest

from chatserver.cli.secret_tables import prefixed_formats
from chatserver.core.redaction.forms import example_of, prefixes_of
from tests.conftest import ROOT
from tests.redaction.cases import read_cases

NODE = shutil.which("node", path=f"{ROOT}/.venv/bin") or shutil.which("node")


def spotted(texts: list[str]) -> list[dict]:
    assert NODE is not None
    script = str(ROOT / "tests/redaction/spotting.mjs")
    run = subprocess.run(
        [NODE, script], input=json.dumps(texts), capture_output=True, text=True, cwd=ROOT, check=False, env={"PATH": ""}
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def cases():
    """Cases of one message, with what the browser makes of each."""
    single = [case for case in read_cases() if len(case.texts) == 1 and not case.is_draft]
    return list(zip(single, spotted([case.texts[0] for case in single]), strict=True))


def test_each_key_of_the_table_is_found_and_only_its_beginning_stays():
    chance = random.Random(7)
    examples = [(form, example_of(form, chance)) for _, form in prefixed_formats()]
    assert len(examples) > 100
    for (form, key), found in zip(examples, spotted([f"it is {key} ok?" for _, key in examples]), strict=True):
        assert key not in found["masked"], form
        rest = key[len(max((p for p in prefixes_of(form) if key.startswith(p)), key=len)) :]
        assert len(rest) < 8 or rest[8:] not in found["masked"], form


def test_it_agrees_with_the_server_on_the_corpus_cards_and_prefixed_keys(cases):
    public = tuple(prefix for _, form in prefixed_formats() for prefix in prefixes_of(form))
    wanted = missed = 0
    told = []
    for case, found in cases:
        for secret in case.secrets:
            if secret.kind == "card" or (secret.kind == "key" and secret.text.startswith(public)):
                wanted += 1
                if secret.text in found["masked"]:
                    missed += 1
                    told.append(f"{case.name}: {secret.text}")
    assert wanted > 300
    assert missed / wanted <= 0.04, "\n".join(told)


def test_it_seldom_asks_about_ordinary_talk(cases):
    harmless = [(case, found) for case, found in cases if case.is_negative]
    asked = [f"{case.name}: {found['spots']}" for case, found in harmless if found["spots"]]
    assert len(asked) / len(harmless) <= 0.05, "\n".join(asked)
