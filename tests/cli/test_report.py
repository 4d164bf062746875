import asyncio

import pytest
from click.testing import CliRunner

from chatserver.cli import main


def run(*words: str):
    return CliRunner().invoke(main, ["report", *words])


def test_without_visitors_it_says_so(tmp_path):
    result = run("--data", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert "Nobody asked for a human" in result.output


async def test_it_works_beside_a_running_server(server, visitors, tmp_path):
    visitor = await visitors()
    await visitor.start()
    await visitor.want_agent()

    async def told(*words: str) -> str:
        result = await asyncio.to_thread(run, *words, "--data", str(tmp_path / "data"))
        assert result.exit_code == 0, result.output
        return result.output

    assert "1 asked, 0 answered, 0 left, 1 still wait; 0 promises broken" in await told()
    assert (await told("--csv")).splitlines()[1].startswith("total,,1,0,0,0,0,0,1,")
    assert (await told("--breaches", "--zone", "Europe/Berlin")).startswith("chat_id,")
    assert "Nobody asked" in await told("--since", "2020-01-01", "--until", "2022-01-01")


@pytest.mark.parametrize("wrong", [("--since", "soon"), ("--zone", "Nowhere"), ("--since", "2026-02-30")])
def test_what_is_no_time_is_refused_with_a_sentence(tmp_path, wrong):
    result = run(*wrong, "--data", str(tmp_path))
    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    assert "Error: " in result.output
