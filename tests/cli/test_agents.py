import asyncio

import pytest
from click.testing import CliRunner

from chatserver.cli import main
from chatserver.core.audit import COMMAND_LINE
from chatserver.services.site_ports import AuditFilter
from tests.clients import sign_in


@pytest.fixture
def run(tmp_path):
    runner = CliRunner()

    def invoke(*arguments: str, stdin: str = ""):
        return runner.invoke(main, ["agents", *arguments, "--data", str(tmp_path / "d")], input=stdin)

    return invoke


def test_an_agent_is_made_listed_and_given_a_new_password(run):
    assert "Ada can sign in" in run("add", "Ada", "--password-stdin", stdin="correct horse\n").output
    assert "Ada\taway\t0 chats\tagent" in run("list").output
    assert "new password" in run("set-password", "Ada", "--password-stdin", stdin="another horse\n").output
    assert "/console#sign-in=" in run("link", "Ada").output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add", "Ada", "--password-stdin"], "There is an agent named Ada already."),
        (["add", "Eve", "--password-stdin"], ""),
        (["link", "Nobody"], "There is no agent of this name."),
    ],
)
def test_what_cannot_be_done_is_told_plainly(run, arguments, told):
    run("add", "Ada", "--password-stdin", stdin="correct horse\n")
    result = run(*arguments, stdin="correct horse\n")
    assert told in result.output
    assert result.exit_code == (1 if told else 0)
    assert "Traceback" not in result.output


def test_a_short_password_is_refused(run):
    result = run("add", "Ada", "--password-stdin", stdin="short\n")
    assert (result.exit_code, "at least 8" in result.output) == (1, True)


async def test_agents_are_added_beside_a_running_server(server, tmp_path):
    arguments = ["agents", "add", "Eve", "--password-stdin", "--data", str(tmp_path / "data")]
    result = await asyncio.to_thread(CliRunner().invoke, main, arguments, "correct horse\n")
    assert result.exit_code == 0, result.output
    assert await sign_in(server.url, "Eve", "correct horse")


async def test_what_operators_do_is_in_the_audit_log(server, tmp_path):
    for arguments in (["add", "Eve", "--password-stdin"], ["set", "Eve", "--role", "admin", "--cap", "3"]):
        line = ["agents", *arguments, "--data", str(tmp_path / "data")]
        result = await asyncio.to_thread(CliRunner().invoke, main, line, "correct horse\n")
        assert result.exit_code == 0, result.output
    entries = await server.ctx.store.read(lambda tx: tx.audit.listed(AuditFilter(), None, 10))
    told = [(one.agent, one.act.value, one.about, one.details) for one in entries]
    assert told == [
        (COMMAND_LINE, "agent_changed", "Eve", "role: agent → admin; cap: – → 3"),
        (COMMAND_LINE, "agent_added", "Eve", ""),
    ]
