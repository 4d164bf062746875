"""Codes about how a file is written, whatever it says."""

from collections.abc import Mapping

from chatserver.intent_files.codes.entry import Entry

FILES: Mapping[str, Entry] = {
    "missing-file": Entry(
        "A file that must be there is missing",
        "`bot.yml` in the folder itself names the languages. Without it nothing else can be read.",
        "Write it, or look whether `--intents` names the right folder. `chatserver intents new --folder DIR` makes a"
        " whole"
        " folder that works.",
    ),
    "unreadable-file": Entry(
        "A file cannot be read",
        "It is not UTF-8, it is larger than 1 MiB, it went away, or its rights do not let the server read it. What"
        " is in"
        " it is not known, so none of the files is used.",
        "Save it as UTF-8, split it, or change its rights: the complaint says which.",
    ),
    "wrong-format": Entry(
        "The first line is not `format: 1`",
        "The number says by which rules a file is read. When the rules change one day, your file keeps its meaning.",
        "Begin the file with `format: 1`.",
        "en/faq.yml",
        """
        format: 2
        intents: {}
        """,
    ),
    "yaml-broken": Entry(
        "The file is not valid YAML",
        "Something about its signs or its indentation cannot be understood. Often the true cause is one line above the"
        " place that is told.",
        "Indent by two spaces, never with a tab. Put text with `:` or `#` in it into a `|` block. Give no key twice.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking: where to
        """,
    ),
    "yaml-surprise": Entry(
        "Anchors, aliases, tags or merge keys",
        "`&`, `*`, `!` and `<<` make YAML do things that nobody who edits answers expects.",
        "Put the text into a `|` block, or write it out a second time.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: *star
        """,
    ),
    "not-a-mapping": Entry(
        "There should be keys here",
        "At this place the program needs `key: value` lines, and found something else, or nothing.",
        "Write the keys below it, indented by two spaces.",
        "en/faq.yml",
        """
        intents:
          parking: There is a car park.
        """,
    ),
    "not-text": Entry(
        "This should be text",
        "YAML reads some words as a number, a date or a list. Then the bot would say something else than you wrote.",
        "Write `|` after the key, and the text in the next line, indented by two spaces.",
        "en/faq.yml",
        """
        intents:
          emergency:
            title: 112
        """,
    ),
    "not-a-flag": Entry(
        "This should be `true` or `false`",
        "The key switches something on or off. YAML reads `yes` and `on` as words.",
        "Write `true` or `false`, without quotes.",
        "bot.yml",
        """
        intents:
          greeting: {topic: no}
        """,
    ),
    "not-a-number": Entry(
        "This should be a number",
        "The key bounds or counts something.",
        "Write the number in digits, without quotes.",
        "bot.yml",
        """
        forms:
          order:
            amount: {type: number, least: one}
        intents:
          buy: {form: order}
        """,
    ),
    "not-a-list": Entry(
        "This should be a list of words",
        "The key takes several words.",
        "Write them between brackets, with commas: `[one, two]`.",
        "bot.yml",
        """
        languages: en
        """,
    ),
    "unknown-key": Entry(
        "A key that is not known here",
        "Nobody reads what stands under it. Most often it is a typing error, or it stands at another depth than you"
        " meant.",
        "The complaint names the key that is nearest. Look at the indentation, too.",
        "en/faq.yml",
        """
        intents:
          parking:
            title: Parking
            anwser: |
              There is a car park behind the building.
        """,
    ),
    "not-formatted": Entry(
        "The file is not in the usual layout",
        "Files that all look alike are easier to read, and a change shows only what has changed.",
        "Run `chatserver intents fmt`. It changes the layout only; comments and words stay.",
    ),
}
