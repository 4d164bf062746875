"""What looks made by a machine, and what is only a stand-in for a secret."""

import re
from itertools import pairwise

# Placeholders, references to a variable, and masks that somebody has put there by hand.
_STAND_IN = re.compile(
    r"""
    # <token>, [key], ${KEY}, {{ key }}, %KEY%
    <[^<>]*>? | \[[\w\s.-]*\] | \{\{? [^{}]* \}?\}? | \$\{[^}]*\}? | \$\([^)]*\)? | \$[A-Z_]{3,} | %\w+% | @\w+@
    # ••••, sk_live_****, xxxxx
    | .* (?: \*\*\* | \u2022\u2022 | \.\.\. | \u2026 | [xX]{5} | \#\#\#
           | ____ | \u25cf\u25cf | [\u2588\u25aa\u00b7]{2} ) .*
    # YOUR_API_KEY, insert-token-here
    | (?i: (?: your | my | dein\w* | ihr\w* | tu | su | seu | sua | insert | enter | replace | put | change
           | paste | add )
           [-_\s] [-_\s\w]*
           (?: api|key | token | secret | pass\w* | pwd | here | hier | aqui | clave | contras\w* | senha | chave )
           [-_\s\w]* )
    # process.env.KEY, os.environ["KEY"]
    | (?i: (?:process\.env|os\.environ|os\.getenv|env|secrets?|vars?|config|settings|self|this|params|request|req|args
           |import\.meta|system\.getenv|getenv|credentials?|user|options|opts|props|data|vault) [.\[(] .* )
    | (?i: null | nil | none | undefined | true | false | empty | n/?a | string | str | hidden | masked | redacted
           | removed | withheld | placeholder | example | required | optional | unknown | default | test
           | todo | tbd | value | foo | bar )
    # ********, 00000
    | (?P<same>[^\w\s]|\w)(?P=same)*
    """,
    re.VERBOSE | re.DOTALL,
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}(?![a-z])")
# What a vendor calls an object, a public key or a file: no secret, however random it looks.
_OBJECT = re.compile(
    r"(?:pk|pub|public|ch|re|pi|cus|sub|evt|in|price|prod|cs|seti|si|acct|tok|card|src|txn|py|po|tr|req|msg"
    r"|thread|run|asst|file|usr|user|org|team|proj|ba|pm|ii|il|cn|du|we|qt|plink|sess_id|chatcmpl"
    r"|resp|batch|ft|inv|ord|cust|pay|dp|fee|mbur|vs|step|call|conv|session)[-_](?:(?:live"
    r"|test)_)?[A-Za-z0-9]{8,}(?:_secret)?"
    r"|AAAA[BCE][A-Za-z0-9+/]{10,}=*|(?:ssh|ecdsa)-.*|\S*\.(?:js|css|mjs|py|java|rb|go|php|html?|png|jpe?g|gif"
    r"|svg|pdf|zip|gz|tar|map|json|xml|ya?ml|log|txt|csv|woff2?|ts|tsx|exe|dmg|apk|mp4)(?:[:?].*)?"
    r"|\d{4}-\d\d-\d\d[T_ ].*|sha(?:1|256|384|512)[-:].*|W/.*",
)
_VOWEL = re.compile(r"[aeiouyAEIOUY]")


def is_stand_in(value: str) -> bool:
    """True for `YOUR_API_KEY`, `<token>`, `${KEY}`, `********`: nothing that opens anything."""
    return _STAND_IN.fullmatch(value) is not None


def is_uuid(value: str) -> bool:
    return _UUID.fullmatch(value) is not None


def is_object(value: str) -> bool:
    """True for an id of an object, a public key, a digest or a file's name."""
    return _OBJECT.fullmatch(value) is not None


def looks_random(value: str, least: int = 12) -> bool:
    """True for a value that nobody has thought up: long, of mixed signs, and not made of words."""
    if len(value) < least or len(set(value)) < 6 or is_stand_in(value) or is_object(value):
        return False
    digits = sum(map(str.isdigit, value))
    if sum(map(str.isalpha, value)) < 2:
        return False
    if digits == len(value) or (digits == 0 and not _has_mixed_case(value)):
        return False
    if digits < 2 and not _has_mixed_case(value):
        return False
    # In words there are vowels, and words are most of the text.
    said = sum(len(word[0]) for word in _WORDS.finditer(value) if _is_word(word[0]))
    return said * 3 < len(value) * 2


def _has_mixed_case(value: str) -> bool:
    """Upper case inside, not only at the start of words: `aGVsbG8`, not `HelloWorld`."""
    changes = sum(one.islower() != other.islower() for one, other in pairwise(value) if one.isalpha())
    return changes >= 4


def _is_word(run: str) -> bool:
    """One case after the first letter, and a vowel every few letters."""
    tail = run[1:]
    return (tail.islower() or run.isupper()) and 2 <= len(_VOWEL.findall(run)) * 4 >= len(run)
