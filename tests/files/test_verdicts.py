import msgspec

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.rules import OwnRule, Rules
from chatserver.files.verdicts import Fault, Job, NotTaken, Verdict


def test_a_job_and_a_verdict_survive_the_pipe():
    rules = Rules((OwnRule("ours", SecretKind.KEY, "acme_<b62:20>"),), frozenset({"card"}))
    for said in (Job(3, 4, rules), Verdict("image/png", 5, 1, 2), Verdict(fault=Fault.BOMB)):
        assert msgspec.json.decode(msgspec.json.encode(said), type=type(said)) == said


def test_what_is_not_taken_says_why():
    assert NotTaken(Fault.KIND).fault is Fault.KIND
