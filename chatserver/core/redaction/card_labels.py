"""What a number is called: the words that say that it is a card's, and those that say that it is something else."""

import re
from functools import lru_cache

# A label on the left says that the number is something else.
_OTHER = (
    r"(?:order|po|purchase|tracking|shipment|parcel|package|consignment|waybill|awb|delivery|imei|imsi|meid"
    r"|iccid|sim|esim|eid|serial|s/n|sn|iban|bic|ean|gtin|upc|isbn|sku|asin|barcode|article|item|product"
    r"|timestamp|epoch|unix|time|ts|date|reference|ref|invoice|ticket|case|booking|reservation|pnr|confirmation"
    r"|transaction|txn|trx|transfer|payment|receipt|claim|policy|contract|customer|client|member|membership|user"
    r"|account|acct"
    r"|phone|tel|mobile|fax|id|uuid|session|request|trace|build|version|meter|mac|licen[cs]e|vat|tax|loyalty"
    r"|gift|voucher|coupon|batch|lot|message|device|fedex|ups|usps|dhl|hermes|gls|dpd"
    r"|bestell\w*|bestellung|sendung\w*|paket\w*|auftrag\w*|rechnung\w*|\w*referenz\w*|kundennr|kunden\w*"
    r"|vertrag\w*|artikel\w*|serien\w*|buchung\w*|vorgang\w*|beleg\w*|quittung\w*|zahler\w*|telefon\w*|handy\w*"
    r"|mobil\w*|zeitstempel|steuer\w*|vorgangs\w*|fall\w*|transaktion\w*|lieferschein\w*|mitglied\w*"
    r"|gutschein\w*|konto\w*|geratenummer|gerate\w*"
    r"|pedidos?|orden|compra|rastreo|seguimiento|guia|envio|paquete|factura|referencia|localizador|reserva"
    r"|cliente|contrato|serie|articulo|recibo|caso|incidencia|telefono|celular|movil|transaccion|cuenta|clabe"
    r"|cbu|albaran|expediente|socio|operacion|folio|poliza|matricula|remesa"
    r"|rastreamento|rastreio|nota|nf-?e|nfe|chave|boleto|protocolo|codigo|cod|cpf|cnpj|cep|pix|nsu|autenticacao"
    r"|entrega|encomenda|objeto|apolice|linha|transacao|conta|matricula|celular|telefone"
    r"|заказ\w*|трек\w*|отслеживан\w*|отправлен\w*|посылк\w*|накладн\w*|счет\w*|инвойс\w*|чек\w*|договор\w*"
    r"|артикул\w*|серийн\w*|имеи|инн|снилс|огрн|кпп|бик|штрихкод\w*|штрих\w*|номер\w* заказа|телефон\w*"
    r"|операци\w*|транзакци\w*|обращени\w*|заявк\w*|тикет\w*|клиент\w*|брон\w*|квитанци\w*|уин|полис\w*"
    r"|устройств\w*|сим\w*|лицев\w*|идентификатор\w*|таймстамп|метк\w*|референс\w*)"
)

_GLUE = (
    r"(?:[\s.:,;#=()\"'№-]|id|ids|no|nr|num|number|numbers|nummer|code|codigo|key|номер\w*|код\w*|numero|num|n"
    r"|is|was|ist|lautet|war|es|era|e|eh|fue|foi|это|был|и|a|the|my|der|die|das|dem|meine|mein|mi|la|el|o|os|of"
    r"|von|vom|zu|zum|de|do|da|del|for|fur|para"
    r"|mit|with|con|com|от|на|по|для|sim|card|karte|tarjeta|gerat\w*|dispositivo|device|aparelho|устройства"
    r"|barras|interno|interna|externa|internal|external|transporte|fiscal|electronica|eletronica|acesso"
    r"|электронного|билета|карты лояльности|tracking|dhl|ups|dpd|gls|hermes|usps|fedex|correos|correios|seur"
    r"|сдэк|почты|россии|seguimiento|rastreo|rastreio|pedido|заказа|отправления|track|ean13|13|2|1|14|128)"
)

_PAYS = (
    r"(?:with|using|by|via|mit|per|con|com|pay\w*|paid|bezahl\w*|pag[oaue]\w*|charge\w*|card|karte|tarjeta"
    r"|cartao|картои|карт\w*|с|оплат\w*)"
)

_OTHER_NUMBER = re.compile(
    rf"(?<!\w){_OTHER}(?:(?:{_GLUE}){{0,12}}"
    rf"|(?:[\s.:#№-]{{1,3}}(?!{_PAYS}\b)[^\W\d_]{{2,14}}){{1,2}}[\s.:#=№-]{{1,4}})\Z"
)

CARD_WORD = re.compile(
    r"card\b|cards\b|visa|master|maestro|amex|american express|diners|discover|\bjcb|union\s?pay|\bmir\b|\belo\b"
    r"|hiper|rupay|troy|debit|credit|kredit|karte|\bcc\b|\bec\b|\bpan\b|tarjeta|cartao|карт|мир\b|виз|маэстро"
    r"|charge|debito|credito|plastic|cvv|cvc|16 digit"
)

NEITHER = re.compile(r"sim|gift|geschenk|loyalty|bonus|kunden|лояльн|скидочн|regalo|presente|punkte|fidel")

LABEL_REACH = 60


def is_other_number(low: str, place: int) -> bool:
    """True when a label on the left of `place` says that the number is no card's."""
    before = low[max(0, place - LABEL_REACH) : place]
    line = before.rpartition("\n")[2] if before.rstrip(" ")[-1:] != "\n" else before
    found = _OTHER_NUMBER.search(line)
    if found is None:
        return False
    card = CARD_WORD.search(found[0])
    return (
        card is None
        or NEITHER.search(line) is not None
        or (re.match(r"\s*(?:sim|karte|card)", card[0]) is not None and "sim" in found[0])
    )


# Of what a question asks for, these are numbers by themselves; the others only beside a word for a number.
_NUMBERED = (
    r"(?:order|po|tracking|shipment|parcel|package|consignment|waybill|imei|iccid|serial|iban|isbn|barcode|invoice"
    r"|ticket|booking|reservation|pnr|bestell\w*|sendung\w*|paket\w*|auftrag\w*|rechnung\w*|\w*referenz\w*|vorgang\w*"
    r"|serien\w*|buchung\w*|pedidos?|orden|rastreo|seguimiento|guia|factura|localizador|reserva|albaran|rastreamento"
    r"|rastreio|encomenda|protocolo|заказ\w*|трек\w*|отправлени\w*|посылк\w*|накладн\w*|инвойс\w*|серийн\w*)"
)
_NUMBER = r"(?:\w*(?:nummer|nr)|numbers?|num|ids?|codes?|kennung|numeros?|codigos?|номер\w*|код\w*)"
_BOTH = (
    rf"{_OTHER}(?!\w).{{0,25}}?(?<!\w){_NUMBER}(?!\w)|{_NUMBER}(?!\w).{{0,25}}?(?<!\w){_OTHER}(?!\w)"
    r"|(?!karte)\w{3,}nummer(?!\w)"
)
_ASKS_OTHER = re.compile(rf"(?<!\w)(?:{_NUMBERED}(?!\w)|{_BOTH})")
# Whoever is asked for their account may well give the card that it is paid with.
_ACCOUNT = re.compile(r"(?<!\w)(?:accounts?|acct|konto\w*|cuenta|conta|счет\w*)(?!\w)")
# "Please tell me your customer number."
_WANTS_OTHER = re.compile(rf"(?<!\w)(?:{_BOTH})\W{{0,3}}[.!]\s*\Z")
_END_CHARS = 400
_LAST_SENTENCE = re.compile(r"[^.!?\n]{1,80}[.!]\s*\Z")
_QUESTION = re.compile(r"[^.!?\n]{1,200}\?")


def names_card(low: str) -> bool:
    return CARD_WORD.search(low) is not None and NEITHER.search(low) is None


@lru_cache(maxsize=4096)
def names_other_number(low: str) -> bool:
    """True for a message that asks for, or ends with the name of, a number that is no card's."""
    if names_card(low) or _ACCOUNT.search(low):
        return False
    # What is asked stands at the end, and these looks cost more than the length of a long message.
    end = low[-_END_CHARS:]
    # Only the question counts: a greeting that says "at any time" asks for no time.
    if any(_ASKS_OTHER.search(asked) for asked in _QUESTION.findall(end)):
        return True
    if end.rstrip()[-1:] in {".", "!"}:
        wish = _LAST_SENTENCE.search(end)
        return wish is not None and _WANTS_OTHER.search(wish[0]) is not None
    return is_other_number(end, len(end))
