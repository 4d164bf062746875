"""Codes about the words of a language: titles, answers, the bot's own sentences, and what forms say."""

from collections.abc import Mapping

from chatserver.intent_files.codes.entry import Entry

WORDS: Mapping[str, Entry] = {
    "duplicate-intent": Entry(
        "An intent stands twice",
        "Two files of a language have an intent of the same name. Only the first would count.",
        "Put the lines together in one place, or rename one of the two.",
        "en/more.yml",
        """
        intents:
          hours:
            title: Hours
            say: |
              until when are you there
            answer: |
              Until six.
        """,
    ),
    "missing-title": Entry(
        "An intent has no title",
        "When the bot is not sure, it asks back with buttons, and the title stands on the button.",
        "Add `title:` with two to five words that a visitor understands.",
        "en/faq.yml",
        """
        intents:
          parking:
            say: |
              where can I park
            answer: |
              Behind the building.
        """,
    ),
    "missing-answer": Entry(
        "An intent has no answer",
        "The bot would understand the question and say nothing.",
        "Add `answer: |` with the text below it, or let the intent do something else in `bot.yml`, as in"
        " `parking: {then: handoff}`.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            say: |
              where can I park
        """,
    ),
    "missing-examples": Entry(
        "An intent has no lines",
        "The bot learns from your lines alone how people say it. Without any it never finds the intent.",
        "Add `say: |` with one line for each way to say it; ten different ones are a good start.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            answer: |
              Behind the building.
        """,
    ),
    "missing-text": Entry(
        "A text is missing or empty",
        "The bot needs it, and would say nothing in its place.",
        "Write the text after the key, or below it, indented.",
        "en/bot.yml",
        """
        phrases:
          greeting: ""
        """,
    ),
    "missing-phrase": Entry(
        "One of the bot's own sentences is missing",
        "Each language has them all, since any of them may be needed in a chat.",
        "Add it under `phrases` in the language's `bot.yml`. The complaint says when the bot says it.",
        "en/bot.yml",
        """
        phrases:
          greeting: |
            Hello, I am the bot.
        """,
    ),
    "missing-words": Entry(
        "Words are missing",
        "Either one of the lists under `words` is missing, and the bot would not understand *cancel* or *human*; or an"
        " intent of `bot.yml` has words in no language.",
        "Add the list to the language's `bot.yml`, one whole line of a visitor a line; or add the intent, or remove it"
        " from `bot.yml`.",
        "bot.yml",
        """
        intents:
          parkin: {then: handoff}
        """,
    ),
    "missing-translation": Entry(
        "An intent is not in every language",
        "Visitors of that language are not understood when they ask for it.",
        "Add the intent under the same name to the other language.",
        "de/faq.yml",
        """
        intents:
          parkplatz:
            title: Parkplatz
            say: |
              wo kann ich parken
            answer: |
              Hinter dem Haus.
        """,
    ),
    "missing-slot-words": Entry(
        "A question of a form has no words",
        "The bot would not know how to ask it in this language.",
        "Add it under `forms` in the language's `bot.yml`, with `label`, `ask` and `retry`.",
        "bot.yml",
        """
        forms:
          contact:
            name: {type: name}
        intents:
          hours: {form: contact}
        """,
    ),
    "missing-label": Entry(
        "The choices of a question have no labels",
        "In `bot.yml` a choice is a short name for the program; the label is what a visitor reads on the button.",
        "Add `choices:` to the question's words, with a label for each.",
        "en/more.yml",
        """
        forms:
          order:
            size: {label: Size, ask: Which size?, retry: Please choose one.}
        """,
    ),
    "same-label": Entry(
        "Two choices have the same label",
        "A visitor presses a button, and the bot could not tell which choice is meant.",
        "Give one of the two another label.",
        "en/more.yml",
        """
        forms:
          order:
            size:
              label: Size
              ask: Which size?
              retry: Please choose one.
              choices: {small: Small, large: small}
        """,
    ),
    "unknown-variable": Entry(
        "Double braces around a word that is not known",
        "A visitor would read the braces. Known are the site's settings, your own `variables`, and answers to forms.",
        "Correct the word, or add it under `variables`.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            say: |
              where can I park
            answer: |
              Behind the {{ brnd }} building.
        """,
    ),
    "variable-without-default": Entry(
        "A word that not every chat knows has no default",
        "Answers to a form are known only after the form. Before it there would be a hole in the sentence.",
        "Say what stands there instead: `{{ size | your size }}`.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            say: |
              where can I park
            answer: |
              A place for {{ size }} is behind the building.
        """,
    ),
}
