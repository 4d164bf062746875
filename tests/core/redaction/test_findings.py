from msgspec.structs import fields

from chatserver.core.redaction.findings import Redaction


def test_a_finding_has_no_room_for_the_secret():
    assert {field.name for field in fields(Redaction)} == {"kind", "start", "end", "rule"}
