"""Codes about the lines of intents: what can be read and still does harm."""

from collections.abc import Mapping

from chatserver.intent_files.codes.entry import Entry

_ONE = """
        intents:
          parking:
            title: Parking
            say: |
              where can I park
            answer: |
              Behind the building.
        """

LINES: Mapping[str, Entry] = {
    "few-lines": Entry(
        "An intent has fewer than five lines",
        "The bot knows only what your lines show it. With so few it misses most people who say it their own way.",
        "Add lines that differ: other words, a question and a statement, short and long. `chatserver intents gaps`"
        " shows"
        " what people really wrote.",
        "en/faq.yml",
        _ONE,
    ),
    "same-line": Entry(
        "The same line stands in two intents",
        "The bot cannot know which of the two is meant, and is less sure of both. Capitals, accents and signs at the"
        " end"
        " do not make a line another one.",
        "Leave it with the intent that it fits better. If it truly fits both, take it out of both: the bot asks back"
        " then.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            say: |
              Where are you?
            answer: |
              Behind the building.
          address:
            title: Address
            say: |
              where are you
            answer: |
              At 1 High Street.
        """,
    ),
    "near-line": Entry(
        "Two intents have lines that are nearly the same",
        "They differ in a small word, in the order of the words, or by a typing error. What leads to one intent"
        " leads to"
        " the other.",
        "Leave the line with the intent that it fits better, or write what makes the difference into both.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            say: |
              how can I reserve a parking space
            answer: |
              By telephone.
          meeting:
            title: Meeting rooms
            say: |
              how do I reserve a parking space
            answer: |
              By telephone.
        """,
    ),
    "repeated-line": Entry(
        "A line stands twice in an intent",
        "The second teaches the bot nothing, and weighs its words twice.",
        "Remove one, or write another way to say it.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            say: |
              where can I park
              Where can I park?
            answer: |
              Behind the building.
        """,
    ),
    "same-keyword": Entry(
        "A keyword belongs to two intents",
        "A keyword is a word that means this intent and no other. In two it means neither.",
        "Leave it with one of the two, or remove it.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            say: |
              where can I park
            keywords: |
              garage
            answer: |
              Behind the building.
          repair:
            title: Repairs
            say: |
              can you mend my car
            keywords: |
              garage
            answer: |
              We can.
        """,
    ),
    "same-title": Entry(
        "Two intents have the same title",
        "Titles stand on buttons. A visitor who sees the same button twice cannot choose, and the bot takes the first.",
        "Give one of the two another title.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Your car
            say: |
              where can I park
            answer: |
              Behind the building.
          repair:
            title: Your car
            say: |
              can you mend my car
            answer: |
              We can.
        """,
    ),
    "said-and-denied": Entry(
        "A line stands under `say` and under `not`",
        "`not` keeps the line from this intent, `say` leads to it: it cannot do both.",
        "Remove one of the two.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            say: |
              where can I park
            not: |
              Where can I park?
            answer: |
              Behind the building.
        """,
    ),
    "only-small-words": Entry(
        "A line has only small words",
        "Words such as *it*, *is* and *the* stand in every question. A line of nothing else pulls in questions about"
        " anything.",
        "Write what it is about, or remove the line.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            say: |
              where is it
            answer: |
              Behind the building.
        """,
    ),
    "secret": Entry(
        "A password, a key or a card number stands in the file",
        "Intent files are copied, sent and shown. A real secret in them is lost: change it where it is used. The bot"
        " masks"
        " such things before it reads a message, so the line would teach it nothing.",
        "Remove it, and write the words around it only: `my card was declined`.",
        "en/faq.yml",
        """
        intents:
          payment:
            title: Payment
            say: |
              my card 4111 1111 1111 1111 was declined
            answer: |
              Please try another card.
        """,
    ),
    "personal-data": Entry(
        "A line looks as if it had somebody's e-mail address or telephone number",
        "Lines that are copied from real chats may name real people, who have not agreed to stand in a file.",
        "Remove it, or write it in words: `here is my e-mail address`. Addresses in answers are fine.",
        "en/faq.yml",
        """
        intents:
          call:
            title: Calls
            say: |
              please call me at +44 20 7946 0958
            answer: |
              We call you back.
        """,
    ),
    "misfiled-line": Entry(
        "A line looks as if it stood in the wrong intent",
        "`chatserver intents conflicts` hides each line from the bot and asks for it. This one leads to another intent,"
        " since it is more like the lines there.",
        "Move it to the other intent. If it is right where it is, add more lines like it, so that it is not alone.",
    ),
    "confused-intents": Entry(
        "Two intents are taken for one another",
        "`chatserver intents conflicts` hides each line from the bot and asks for it. Several lines of one intent"
        " lead to"
        " the other.",
        "Say in both what makes the difference, move lines that stand in the wrong one, or make one intent of the two.",
    ),
}
