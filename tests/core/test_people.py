from chatserver.core.people import AgentRef, Author, AuthorKind, bot_author, visitor_author


def test_the_same_id_of_a_visitor_and_an_agent_are_two_senders():
    assert visitor_author("1").key != AgentRef("1", "Ada").as_author().key


def test_the_bot_is_one_sender_whatever_it_is_called():
    assert bot_author("Acme Bot").key == Author(AuthorKind.BOT).key
