import pytest

from chatserver.core.redaction.card_labels import names_other_number
from chatserver.core.redaction.folding import fold


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("what is your order number?", True),
        ("my tracking number is", True),
        ("what is your card number?", False),
        ("hello", False),
        ("so much has happened " * 1500 + "what is your order number?", True),
        ("what is your order number? " + "so much has happened " * 1500, False),
        ("I can bring in a colleague at any time. How can I help?", False),
        ("Two short questions first; please send no codes.", False),
        ("Which product is it about?", False),
        ("How would you like to make the payment?", False),
        ("When did you pay, and what is the date on the receipt?", False),
        ("Please tell me your customer number.", True),
        ("What is your tracking id? It stands in the e-mail.", True),
        ("Wie lautet Ihre Kundennummer?", True),
        ("Wie lautet Ihre Kartennummer?", False),
        ("¿Cuál es el número de su pedido?", True),
        ("¿En qué puedo ayudarle?", False),
        ("Qual é o número do seu contrato?", True),
        ("Назовите номер договора.", True),
        ("Чем могу помочь? Я здесь в любое время.", False),
    ],
)
def test_a_message_may_say_that_a_number_is_no_card(text, is_other):
    assert names_other_number(fold(text).low) is is_other
