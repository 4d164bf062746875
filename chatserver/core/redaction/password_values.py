"""What a password, PIN or code looks like beside what people write about them."""

import re

from chatserver.core.redaction.password_words import NOUNS, STATE_WORDS

# In a password these are common, in a sentence they end a word.
TRAILING = ".,;:?)]}\"'*"
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}[.,;:!?)]*")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+(?:com|net|org|de|es|ru|br|io|dev|app|example|co|uk|at|ch|eu|mx|ar)(?:/\S*)?"
)
# Numbers with a unit, dates, times, amounts, versions, devices and standards: mixed, and no secrets.
_ORDINARY = re.compile(
    r"""
    [\W_]* (?:
      \d+(?:[.,]\d+)?[\s-]?(?:st|nd|rd|th|x|h|hs|hrs?|min|mins|minutes?|s|secs?|am|pm|uhr|k|gb|mb|tb|kb|ghz|mhz|px|pt|mm|cm|m|km|kg|g|mg|ml|l
        |[a-z]?bit|byte|bytes|eur|euros?|usd|brl|rub|руб\w*|р|шт|и|го|ая|му|ыи|ои|ти|ми|х|раз\w*|мин\w*|час\w*|сек\w*|дн\w*|цифр\w*|символ\w*
        |er|ten|ter|te|er-jahre|stellig\w*|mal|fach|tage?|stunden?|o|a|os|as|ma|mo|va|vo|ra|ro|da|do|ta|to|digit\w*|char\w*|d|w|y|g|v|w|fps|bps|mbps)
    | [$€£r]+\$?\d[\d.,]*k? | \d[\d.,]*[€$£%°‰]
    | (?:v|ver|version)\.?\d[\w.]*
    | \d{1,4}[./:-]\d{1,2}(?:[./:-]\d{1,4})?(?:[t ]\S*)? | \d{1,2}[h:]\d{0,2}\w?
    | \d+(?:[.,]\d{3})*(?:[.,]\d{1,2})?[€$%]? (?: [-/x] \d+[€$%]? )+
    | (?:iphone|ipad|ios|ipados|macos|mac|galaxy|pixel|redmi|note|moto|nokia|xiaomi|huawei|samsung|lumia
        |windows|win|android|chrome|firefox|safari|edge|opera|office|ps|xbox|rtx|gtx
        |node|python|php|java|mp|utf-?|sha-?|md|aes-?|rsa-?|base|oauth|tls|ssl|http|ipv|wpa|wifi|iso|rfc|html|css|es|vue|angular|web|covid-?|usb|hdmi|lte|led|nr|no|page|step|room|gate|line)
        [\s-]?\d{1,5}(?:[.,]\d+)*\w{0,3}
    | [a-z]\d{1,3}[a-z]?
    | [2-9]fa|2sv|b2b|b2c|c2c|p2p|[1-9]d|[2-6]g|24/7|k8s|i18n|l10n|[a-z]\d|\d[a-z] | 0x[0-9a-f]{1,4}
    ) [\W_]*
    """,
    re.VERBOSE,
)
_SETTING = re.compile(r"[a-z_]{2,30}=\S*")
_SYMBOL = re.compile(r"[!@#$%^&*_+=~?§|<>{}\\]")
_PARTICIPLE = re.compile(
    r"\w{3,}(?:ed|ing|ly|able|ible|less|ados?|adas?|idos?|idas?|ando|endo|indo|mente|cion|cao|iert|ieren|ierung"
    r"|lich|ung|ungen|keit|heit"
    r"|ется|ится|ются|ались|алась|ался|илась|ился|ться|ваться|ован|ована|ирован\w{0,3}|енныи|анныи|ение|ения"
    r"|ание|ания|ции|ция|нои|ного|ает|яет|ает|ую|ишь|ешь|али|ила|или|ил|ала|ал)"
)


def looks_secret(word: str, is_named: bool) -> bool:
    """True for what nobody writes as a word. `word` is folded; `is_named` when "is" or a colon stands before it."""
    word = word.strip(TRAILING + "([-")
    if (
        len(word) < 3
        or _EMAIL.fullmatch(word)
        or _ADDRESS.fullmatch(word)
        or "•" in word
        or "**" in word
        or word.startswith("*")
    ):
        return False
    if (
        _SETTING.fullmatch(word)
        or word.endswith(("=", ":"))
        or "://" in word
        or ("?" in word[1:-1] and "=" in word)
        or word.startswith("www.")
        or (word.startswith("/") and not any(sign.isdigit() for sign in word))
    ):
        return False
    has_digit = any(sign.isdigit() for sign in word)
    has_letter = any(sign.isalpha() for sign in word)
    if has_digit and not has_letter and not _SYMBOL.search(word):
        return _is_number(word, is_named)
    if has_digit and _ORDINARY.fullmatch(word):
        return False
    if has_digit:
        return True
    inner = word.strip("!?~*_").replace("_", "")
    return (has_letter and _SYMBOL.search(inner) is not None) or (
        is_named and _SYMBOL.search(word.strip("!?<>")) is not None
    )


def _is_number(word: str, is_named: bool) -> bool:
    digits = sum(sign.isdigit() for sign in word)
    if digits < 3 or (not is_named and (digits > 10 or _ORDINARY.fullmatch(word))):
        return False
    return not re.search(r"[.,:/]", word) or (is_named and not _ORDINARY.fullmatch(word))


def is_talk(word: str) -> bool:
    """True for a word that speaks about a password: of the list, or in the form of a verb or a participle."""
    word = word.strip(TRAILING + "!-([\"'")
    return (
        not word
        or word in STATE_WORDS
        or (word not in NOUNS and _PARTICIPLE.fullmatch(word) is not None)
        or _EMAIL.fullmatch(word) is not None
    )


def is_digits(value: str, least: int = 3, most: int = 10) -> bool:
    """True for a PIN or a code: so many digits, with blanks or dashes between or not."""
    digits = sum(sign.isdigit() for sign in value)
    return least <= digits <= most and all(sign.isdigit() or sign in " -" for sign in value)
