from chatserver.core.triage.known_problems import KnownProblem
from chatserver.storage import open_store
from tests.doubles import NOON


async def test_a_problem_is_read_back_until_it_has_ended(tmp_path):
    store = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    problem = KnownProblem("p-1", "It is down.", {"de": "Es steht."})
    await store.run(lambda tx: tx.problems.add(problem, NOON))
    assert await store.read(lambda tx: tx.problems.open()) == [problem]
    assert [await store.run(lambda tx: tx.problems.end("p-1", NOON)) for _ in range(2)] == [True, False]
    assert await store.read(lambda tx: tx.problems.open()) == []
    store.close()
