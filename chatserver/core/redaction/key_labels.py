"""Random values that a word nearby calls a key, a token or a secret, in the five languages."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.keys import mask_of
from chatserver.core.redaction.randomness import is_uuid, looks_random
from chatserver.core.redaction.spans import Span
from chatserver.core.redaction.words import words

_REACH = 90
_VALUE = re.compile(r"(?<![A-Za-z0-9_+/=.@#-])[A-Za-z0-9][A-Za-z0-9_+/=.~-]{9,4000}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_KEYS = words(
    """
    key keys apikey apikeys token tokens secret secrets credential credentials bearer authtoken accesskey secretkey
    apitoken pat jwt webhooksecret schlussel schlussels apischlussel zugriffsschlussel zugangsschlussel
    geheimschlussel geheimnis zugriffstoken zugangstoken sicherheitsschlussel lizenzschlussel apischluessel
    schluessel clave claves llave llaves secreto secretos ficha chave chaves segredo segredos ключ ключа ключом
    ключи ключеи токен токена токеном токены секрет секрета секретом секретныи секретник password passwort kennwort
    contrasena senha пароль пароля signature hmac cookie psk license licence
"""
)
_SAYS_SECRET = words(
    """
    api secret access auth authentication authorization bearer private personal geheim geheimer zugriff zugang
    privater secreta secreto privada privado acceso api-key segredo secreta acesso pessoal секретныи доступа
    приватныи личныи авторизации integration webhook signing client app service deploy admin live prod production
    license encryption
"""
)
_OTHERS = words(
    """
    order tracking commit sha sha1 sha256 sha512 md5 checksum hash digest etag fingerprint public publishable
    idempotency request requestid trace traceid event customer object file image build version device serial imei
    correlation transaction payment invoice session_id user userid id ids uuid guid ref reference ticket case
    package branch revision container layer blob tag primary foreign partition parcel shipment bestellung
    bestellnummer sendung sendungsnummer vorgang kunde kundennummer referenz prufsumme offentlicher offentliche
    offentlichen anfrage pedido seguimiento rastreo referencia cliente publica publico solicitud peticion factura
    catastral suma huella rastreamento rastreio publica chamado requisicao nota fiscal pix aleatoria boleto acesso-nfe
    interbancaria заказ заказа трек коммит коммита хеш хэш публичныи открытыи открытого публичного запрос запроса
    событие клиента контрольная сумма отслеживания идентификатор
"""
)
_STEMS = (
    "key",
    "tok",
    "secret",
    "schl",
    "clave",
    "llave",
    "chave",
    "segred",
    "ключ",
    "токен",
    "секрет",
    "bearer",
    "credential",
    "geheim",
    "cookie",
    "jwt",
)
_STEM = re.compile("|".join(_STEMS))
_LEADS_ON = re.compile(
    r"[:=(-]\s*\Z|\b(?:is|ist|lautet|es|e|это|key|token|secret|schlussel|clave|chave|ключ|токен)\s*\Z|\u2261\s*\Z"
)
_SENTENCE = re.compile(r"[.!?]\s|\n\s*\n")


def find_labelled_keys(folded: Folded) -> Iterator[Span]:
    """Yields a span for each random value with such a word on its left, and nothing that says otherwise between."""
    low, text = folded.low, folded.text
    labels = [label.end() for label in _STEM.finditer(low)] if any(stem in low for stem in _STEMS) else []
    if not labels:
        return
    for found in _VALUE.finditer(text, labels[0]):
        start = found.start()
        nearest = bisect_left(labels, start + 1)
        if not nearest or start - labels[nearest - 1] > _REACH:
            continue
        value = found[0] if found[0].endswith("=") else found[0].rstrip(".=-~/")
        if "=" in value[:-2] or text[max(0, start - 1) : start] == "&" or not looks_random(value, 10):
            continue
        if _is_called_key(low[max(0, start - _REACH) : start], value):
            yield Span(start, start + len(value), SecretKind.KEY, "key.labelled", mask_of(value))


def _is_called_key(before: str, value: str) -> bool:
    line = _SENTENCE.split(before)[-1]
    above, _, same = line.rpartition("\n")
    if above and not _LEADS_ON.search(above):
        line = same if same.strip() else " ".join(above.split()[-6:])
    words = _WORD.findall(line)[-14:]
    says = [number for number, word in enumerate(words) if word in _KEYS]
    if not says:
        return False
    last = says[-1]
    after, near = words[last + 1 :], words[max(0, last - 3) : last]
    if any(word in _OTHERS for word in after) and not any(word in _SAYS_SECRET for word in near[-1:]):
        return False
    if any(word in _OTHERS for word in near[-2:]) and not any(word in _SAYS_SECRET for word in near[-1:]):
        return False
    if is_uuid(value):
        return any(word in _SAYS_SECRET for word in (*near, *after)) or words[last] not in {
            "key",
            "clave",
            "chave",
            "ключ",
            "schlussel",
            "session",
        }
    return len(after) <= 10
