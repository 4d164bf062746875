import pytest

from chatserver.core.errors import Refused
from chatserver.services import announcing


async def test_a_problem_is_open_until_it_is_ended(desk):
    problem = await announcing.announce_problem(desk.ctx, "Invoices cannot be loaded.", {"de": "Rechnungen fehlen."})
    assert await announcing.open_problems(desk.ctx) == (problem,)
    assert await announcing.end_problem(desk.ctx, problem.id)
    assert await announcing.open_problems(desk.ctx) == ()
    assert not await announcing.end_problem(desk.ctx, problem.id)


async def test_secrets_are_taken_out_and_empty_or_endless_texts_refused(desk):
    problem = await announcing.announce_problem(desk.ctx, "Pay with 4111 1111 1111 1111")
    assert "4111" not in problem.text
    with pytest.raises(Refused):
        await announcing.announce_problem(desk.ctx, "x" * 501)


@pytest.mark.parametrize("tag", ["", "4111 1111 1111 1111", "AKIAQYLPMN5HFIQR7XYA", "en\u202e"])
async def test_a_translation_stands_under_the_tag_of_a_language_and_nothing_else(desk, tag):
    with pytest.raises(Refused):
        await announcing.announce_problem(desk.ctx, "It is slow.", {tag: "Es ist langsam."})
    assert await announcing.open_problems(desk.ctx) == ()
