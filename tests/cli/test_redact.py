import json

from click.testing import CliRunner

from chatserver.cli import main


def run(*arguments: str, stdin: str = ""):
    return CliRunner().invoke(main, ["redact", *arguments], input=stdin)


def conversation(*messages: tuple[str, str]) -> str:
    return json.dumps({"messages": [{"from": sender, "text": text} for sender, text in messages]}) + "\n"


def test_plain_text_goes_in_and_clean_text_comes_out():
    result = run(stdin="hello\r\nmy password is hunter2\n\nbye")
    assert result.stdout_bytes.decode() == "hello\r\nmy password is ••••••••\n\nbye"
    assert result.stderr == "1 found: password.is 1\n"
    assert result.exit_code == 0


def test_check_fails_when_something_was_found():
    assert run("--check", stdin="pin: 4821").exit_code == 1
    assert run("--check", stdin="where is my order?").exit_code == 0


def test_files_are_read_in_turn(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).write_text(f"{name} password: hunter2\n")
    assert (
        run(str(tmp_path / "one"), str(tmp_path / "two")).stdout == "one password: ••••••••\ntwo password: ••••••••\n"
    )


def test_a_line_of_json_holds_its_context_and_changes_what_was_said_before():
    lines = conversation(("visitor", "my card 4111 1111"), ("visitor", "1111 1111"))
    lines += conversation(("agent", "What is your PIN?"), ("visitor", "4821"))
    first, second = map(json.loads, run("--jsonl", stdin=lines).stdout.splitlines())
    assert first == {
        "texts": ["my card ••••", "•••• 1111"],
        "findings": [
            {"message": 0, "kind": "card", "rule": "card.visa"},
            {"message": 1, "kind": "card", "rule": "card.visa"},
        ],
    }
    assert second["texts"] == ["What is your PIN?", "••••••••"]


def test_a_preview_hides_what_is_not_finished():
    lines = conversation(("visitor", "hi"), ("visitor", "my card is 4111 11"))
    (answer,) = map(json.loads, run("--jsonl", "--preview", stdin=lines).stdout.splitlines())
    assert "4111" not in answer["texts"][1]
    assert run("--preview", stdin="x").exit_code == 2


def test_a_wrong_line_is_named():
    result = run("--jsonl", stdin='{"messages": 1}\n')
    assert (result.exit_code, "line 1" in result.stderr) == (1, True)


def test_own_rules_are_used_and_wrong_ones_refused(tmp_path):
    file = tmp_path / "redaction.yml"
    file.write_text("format: 1\nrules:\n  - name: acme.key\n    form: acme_<hex:12>\n")
    assert run("--rules", str(file), stdin="acme_0123456789ab").stdout == "acme_0••••••b"
    file.write_text("format: 1\nrules:\n  - name: acme.key\n    form: acme_<hux:12>\n")
    result = run("--rules", str(file), stdin="x")
    assert (result.exit_code, "redaction.yml:4:" in result.stderr) == (2, True)
