import msgspec

from chatserver import admin_answers
from chatserver.answers import Ack
from chatserver.protocol_admin import ADMIN_COMMANDS


def test_every_ack_of_the_administration_stands_here_and_has_no_secret_field():
    acks = [ack for _, ack in ADMIN_COMMANDS.values() if ack.__module__ == admin_answers.__name__]
    assert acks
    for kind in vars(admin_answers).values():
        if isinstance(kind, type) and issubclass(kind, Ack) and kind is not Ack:
            names = {field.name for field in msgspec.structs.fields(kind)}
            assert not names & {"password", "password_hash", "token", "secret"}, kind
