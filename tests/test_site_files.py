import pytest

from chatserver.core.errors import Code, Refused
from chatserver.services.site_ports import RuleCount
from chatserver.settings import Settings
from chatserver.site_files import Files
from tests.doubles import NOON

SLA = "format: 1\npolicies:\n  first_response:\n    target: 9 h\n"
RULES = "format: 1\noff: [key.okta]\n"


def files(**given) -> Files:
    return Files(Settings(**given), ["It is wrong."], lambda: {"card.visa": RuleCount(1, 0)})


def test_the_facts_are_those_of_the_settings():
    known = files(public_url="https://chat.example.com/", origins=["https://shop.example.com"], brand="Shop").facts()
    assert (known.public_url, known.origins, known.brand) == (
        "https://chat.example.com",
        ("https://shop.example.com",),
        "Shop",
    )
    assert files().reload_problems() == ["It is wrong."]
    assert files().rule_counts() == {"card.visa": RuleCount(1, 0)}


async def test_without_files_there_is_nothing_to_complain_of():
    assert (await files().policies()).name == ""
    assert (await files().rules()).name == ""


async def test_files_are_read_as_they_are_now(tmp_path):
    sla, rules = tmp_path / "sla.yml", tmp_path / "rules.yml"
    sla.write_text(SLA)
    rules.write_text(RULES)
    known = files(sla=str(sla), redaction_rules=str(rules))
    assert (await known.policies()).policies is not None
    assert (await known.rules()).rules.off == {"key.okta"}
    sla.write_text(SLA.replace("9 h", "soon"))
    rules.write_text("format: 1\noff: [nonsense]\n")
    policies, wrong = await known.policies(), await known.rules()
    assert policies.policies is None
    assert wrong.rules is None
    (complaint,) = policies.complaints
    assert (complaint.place, complaint.is_error) == ("sla.yml:4:13", True)
    assert complaint.fault
    assert complaint.cure


async def test_a_file_that_is_gone_is_a_complaint(tmp_path):
    found = await files(sla=str(tmp_path / "sla.yml")).policies()
    assert found.policies is None
    assert [one.place for one in found.complaints] == ["sla.yml"]


def test_chats_that_cannot_be_read_are_a_refusal(tmp_path):
    with pytest.raises(Refused) as refused:
        list(files(data=str(tmp_path / "nothing")).histories(NOON))
    assert refused.value.code is Code.BUSY
    assert str(tmp_path) not in refused.value.message
