"""A small intent set that is in order: what tests change to see what happens."""

from pathlib import Path

from chatserver.core.triage.intents import PHRASES, WORD_LISTS

VARIABLES = {
    "brand": "Acme",
    "support_email": "s@x.example",
    "feedback_email": "f@x.example",
    "status_page": "https://s.example",
}
STRUCTURE = """format: 1
default: en
languages: [en]

forms:
  order:
    name: {type: name}
    size: {type: choice, choices: [small, large]}

intents:
  buy: {form: order}
  person: {then: handoff, topic: false}
"""
WORDS = (
    "format: 1\n\nphrases:\n"
    + "".join(f"  {name}: The words of {name}\n" for name in PHRASES)
    + "\nwords:\n"
    + "".join(f"  {name}: |\n    {name} it\n    {name} that\n" for name in WORD_LISTS)
    + """
forms:
  order:
    name: {label: Name, ask: Your name?, retry: Only the name.}
    size:
      label: Size
      ask: Which size?
      retry: Choose.
      choices: {small: Small, large: Large}
"""
)
FAQ = """format: 1

# Opening times and orders.
intents:
  hours:
    title: Opening hours
    say: |
      when are you open
      are you open on sunday
      what are your opening hours
      until when can I visit you today
      do you close at lunchtime
      is anybody there at night
    not: |
      why is your shop closed for ever
    keywords: |
      weekend
    answer: |
      {{ brand }} is always open.

  buy:
    title: Place an order
    say: |
      I want to order a chair
      can I buy two tables
      I would like to purchase something
      place an order for me
      sell me a lamp please
      take my order

  parcel:
    title: Where is my parcel
    say: |
      where is my parcel
      my package has not arrived
      when will it be delivered
      the delivery is late
      track my shipment
      my parcel is lost
    answer: |
      A parcel takes three days.

  person:
    title: Talk to a person
    say: |
      I want to talk to somebody
      give me a human being
      connect me with an employee
      let me speak with your colleague
      is there a real person
      transfer me to the staff
    answer: |
      I am fetching somebody.
"""


def write_small_set(folder: Path, *tags: str) -> Path:
    """Writes the set into `folder`, with the same English words for each of the languages, and returns the folder."""
    languages = tags or ("en",)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bot.yml").write_text(STRUCTURE.replace("[en]", f"[{', '.join(languages)}]"))
    for tag in languages:
        (folder / tag).mkdir(exist_ok=True)
        (folder / tag / "bot.yml").write_text(WORDS)
        (folder / tag / "faq.yml").write_text(FAQ)
    return folder
