from chatserver.core.audit import Act
from chatserver.core.people import AgentRef
from chatserver.core.triage.known_problems import KnownProblem
from chatserver.services.site_ports import AuditFilter, Flag
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


async def test_a_flag_is_as_it_was_set_last(tmp_path):
    store = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    assert await store.read(lambda tx: tx.flags.get("volume")) is None
    for value in ("high", "normal"):
        flag = Flag(value, NOON, AgentRef("a-1", "Ada"))
        await store.run(lambda tx, flag=flag: tx.flags.set("volume", flag))
    assert await store.read(lambda tx: tx.flags.get("volume")) == flag
    store.close()


async def test_the_audit_log_keeps_names_as_they_were_and_numbers_that_grow(tmp_path):
    store = open_store(tmp_path, lambda: "epoch-1", as_server=True)
    for name in ("Ada", "Ada L."):
        ada = AgentRef("a-1", name)
        await store.run(lambda tx, ada=ada: tx.audit.add(NOON, ada, Act.VOLUME_DECLARED, "high", ""))
    found = await store.read(lambda tx: tx.audit.listed(AuditFilter(), None, 10))
    assert [(one.number, one.agent.name) for one in found] == [(2, "Ada L."), (1, "Ada")]
    assert [one.number for one in await store.read(lambda tx: tx.audit.listed(AuditFilter(), 2, 10))] == [1]
    assert await store.read(lambda tx: tx.audit.listed(AuditFilter((Act.AGENT_ADDED,)), None, 10)) == []
    store.close()
