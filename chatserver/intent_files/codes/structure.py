"""Codes about what all languages share: the languages themselves, forms, and what intents do beside answering."""

from collections.abc import Mapping

from chatserver.intent_files.codes.entry import Entry

STRUCTURE: Mapping[str, Entry] = {
    "unknown-language": Entry(
        "A language that is not there",
        "The default language must be among those listed, and every one listed must have a folder with files.",
        "List it under `languages`, add its folder, or correct the name. Names are like `en` or `pt-BR`.",
        "bot.yml",
        """
        default: de
        languages: [en]
        """,
    ),
    "empty-form": Entry(
        "A form without questions",
        "An intent that opens it would ask nothing.",
        "Add a question, such as `name: {type: name}`, or remove the form.",
        "bot.yml",
        """
        forms:
          contact: {}
        intents:
          parking: {form: contact}
        """,
    ),
    "unused-form": Entry(
        "A form that no intent opens",
        "Nobody is ever asked its questions. Perhaps an intent was renamed.",
        "Give it to an intent with `form:`, or remove it.",
        "bot.yml",
        """
        forms:
          contact:
            name: {type: name}
        """,
    ),
    "unknown-form": Entry(
        "A form that there is not",
        "The intent opens a form of this name, and `forms` has none.",
        "Correct the name, or add the form.",
        "bot.yml",
        """
        intents:
          parking: {form: contcat}
        """,
    ),
    "unknown-type": Entry(
        "A kind of question that there is not",
        "The kind says what an answer must look like.",
        "Use one of: text, name, email, phone, account, choice, number, date, datetime, pattern, file.",
        "bot.yml",
        """
        forms:
          contact:
            name: {type: nmae}
        intents:
          parking: {form: contact}
        """,
    ),
    "wrong-choices": Entry(
        "`choices` at the wrong question, or missing",
        "A question of the kind `choice` needs its choices; no other kind has any.",
        "Write `type: choice` and `choices: [one, two]`, both or neither. Each language gives the choices their"
        " labels.",
        "bot.yml",
        """
        forms:
          order:
            size: {type: choice}
        intents:
          buy: {form: order}
        """,
    ),
    "wrong-pattern": Entry(
        "`pattern` at the wrong question, missing, or not a regular expression",
        "A question of the kind `pattern` needs one; no other kind has any.",
        "Write `type: pattern` and, in single quotes, `pattern: '[A-Z]{2}[0-9]{6}'`.",
        "bot.yml",
        """
        forms:
          order:
            number: {type: pattern, pattern: '[A-Z'}
        intents:
          buy: {form: order}
        """,
    ),
    "dangerous-pattern": Entry(
        "A pattern that could take for ever",
        "It repeats a repetition. Some answers would keep the server busy for hours, and somebody may know which.",
        "Use one repetition, such as `[0-9]{6,12}`, and keep the pattern short.",
        "bot.yml",
        """
        forms:
          order:
            number: {type: pattern, pattern: '([A-Z]+[0-9]*)+'}
        intents:
          buy: {form: order}
        """,
    ),
    "wrong-bounds": Entry(
        "Bounds that do not fit",
        "`least` and `most` belong to a question of the kind `number`, the smaller one first; `tries` is from 1 to 10.",
        "Correct the numbers, or remove the key.",
        "bot.yml",
        """
        forms:
          order:
            amount: {type: number, least: 10, most: 1}
        intents:
          buy: {form: order}
        """,
    ),
    "unknown-action": Entry(
        "`then` has a word that is not known",
        "It says what follows the answer.",
        "Write `then: handoff` to pass the chat to people, or leave the key out.",
        "bot.yml",
        """
        intents:
          parking: {then: hand_off}
        """,
    ),
    "unknown-slot": Entry(
        "`ask` names a question that the form does not have on request",
        "An intent may ask for questions that other intents leave out. The form must have them, with `on_request:"
        " true`.",
        "Correct the name, or add `on_request: true` to the question.",
        "bot.yml",
        """
        forms:
          contact:
            name: {type: name}
        intents:
          parking: {form: contact, ask: [name]}
        """,
    ),
    "former-name-taken": Entry(
        "A former name that another intent has",
        "What happened under a former name is counted for the intent that has it now. With two, nobody knows for"
        " which.",
        "Leave the name with one of the two.",
        "bot.yml",
        """
        intents:
          parking: {formerly: [garage]}
          cars: {formerly: [garage]}
        """,
    ),
}
