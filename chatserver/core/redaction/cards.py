"""Payment cards: 12 to 19 digits, in groups or not, in a known issuer's range, with a right check digit (Luhn)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from chatserver.core.redaction.card_ranges import MAX_DIGITS, MIN_DIGITS, brand_of
from chatserver.core.redaction.findings import SecretKind
from chatserver.core.redaction.folding import Folded
from chatserver.core.redaction.spans import DOT, Span

# A UUID's digits are nobody's card; `%20` is a blank in a URL, not a group of digits.
_TOKEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|%20|(?P<digits>[0-9]+)")
# Between two groups of one number: what people type.
_GAP = re.compile(r"(?:[ .,|_+\-/\n\r\t*·:]|%20){1,4}")
_ENOUGH = re.compile(r"(?:[0-9][^0-9a-z]{0,4}){11}[0-9]")
# The borders that are printed on cards, and those that hurried fingers make of them.
_SHAPES = frozenset({
    (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (6, 13), (4, 4, 5), (4, 4, 4), (4, 4, 4, 1), (4, 3, 3, 3),
    (6, 10), (8, 8), (6, 6, 4), (4, 4, 4, 3),
    (4, 4, 4, 2), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2),
    (4, 12), (12, 4), (4, 4, 8), (8, 4, 4), (4, 8, 4), (2,) * 8, (5, 5, 5), (5, 5, 5, 1), (6, 4, 5),
    (1,) * 16, (1,) * 15, (3, 3, 3, 3, 4), (4, 5, 4), (5, 4, 4), (8, 8, 3), (6, 6, 7), (4, 4, 4, 5),
})  # fmt: skip
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
_CARD_WORD = re.compile(
    r"card\b|cards\b|visa|master|maestro|amex|american express|diners|discover|\bjcb|union\s?pay|\bmir\b|\belo\b"
    r"|hiper|rupay|troy|debit|credit|kredit|karte|\bcc\b|\bec\b|\bpan\b|tarjeta|cartao|карт|мир\b|виз|маэстро"
    r"|charge|debito|credito|plastic|cvv|cvc|16 digit"
)
_NEITHER = re.compile(r"sim|gift|geschenk|loyalty|bonus|kunden|лояльн|скидочн|regalo|presente|punkte|fidel")
_LABEL_REACH = 60
# More groups in one row than this are a table; single digits of it are nobody's card.
_MANY = 40
_DATE = r"(?:(?:0?[1-9]|1[0-2])\s?[/.\-| ]\s?(?:20)?[2-4]\d|(?:0[1-9]|1[0-2])(?:20)?[2-4]\d)"
_CODE_BESIDE = re.compile(
    r"[\s,;/|.()-]{1,5}(?:(?:(?:exp\w*|valid\w*|thru|gultig|bis|ablauf\w*|vence\w*|vencimiento|validade|val"
    r"|cad\w*|caduca\w*|до|срок\w*|годна|действ\w*|good|until|mm/yy)[\s.:]{0,3}){0,3}"
    rf"{_DATE}(?![\d/])[\s,;/|.()-]{{1,5}})?(?:(?:cvv2?|cvc2?|csc|code|код|cod\w*|sec\w*|prufziffer|pruf\w*|kpn"
    rf"|цвв)[\s.:#=-]{{0,3}})?"
    rf"(?!{_DATE}(?!\d))(?P<code>\d{{3,4}})(?![\d/.:,-]*\d)(?!\s?(?:руб|р\b|rub|eur|€|\$|usd|brl|reais|pesos"
    rf"|cent|dollar|%))"
)
_TAIL = re.compile(r"[0-9][0-9 .,|_+\-/\n\r\t]{0,40}(?:\.{0,3}|…|-|,)(?:\s{1,2}[^\W\d]{1,12}){0,3}[\s.,…-]*\Z")
_HEAD = re.compile(r"\W{0,6}(?:[^\W\d_]{1,14}\W{1,3}){0,4}(?=[0-9])")


# "The three digits on the back are 562."
_ON_THE_BACK = re.compile(
    r"(?:three|3|four|4|last|drei|vier|tres|cuatro|quatro|ultimos|три|четыре|последние)\s{1,3}(?:digits?"
    r"|numbers?|ziffern|zahlen|stellen|numeros|digitos|цифры"
    r"|цифр)(?P<between>[^\n.!?\d]{2,60}?)\s(?P<code>\d{3,4})(?!\d)"
)
_BACK = re.compile(
    r"back|behind|front|ruckseite|hinten|vorne|atras|detras|dorso|reverso|verso|tras|frente|оборот|сзади|задн"
)


_BACK_CODE = re.compile(
    rf"(?:{_BACK.pattern})\w{{0,6}}(?:\s[^\W\d]{{1,10}}){{0,3}}[\s:=,-]{{1,3}}(?P<code>\d{{3,4}})(?![\d/.:,-]*\d)(?!\s?(?:eur|€|\$|руб|usd|days?|tage|dias|times))"
)


def find_back_codes(folded: Folded) -> Iterator[Span]:
    """Yields a span for each security code that is told by where it stands on the card."""
    if not folded.has_digits or not _BACK.search(folded.low):
        return
    if _CARD_WORD.search(folded.low):
        for found in _BACK_CODE.finditer(folded.low):
            yield Span(*found.span("code"), SecretKind.PASSWORD, "password.card_code", DOT * 8)
    for found in _ON_THE_BACK.finditer(folded.low):
        if _BACK.search(found["between"]):
            yield Span(*found.span("code"), SecretKind.PASSWORD, "password.card_code", DOT * 8)


def may_have_card(low: str) -> bool:
    """False for most messages: twelve digits near one another are rare."""
    return _ENOUGH.search(low) is not None


def find_cards(folded: Folded) -> Iterator[Span]:
    """Yields a span for each card number; its mask keeps the last four digits. Also the security code beside it."""
    low = folded.low
    if not folded.has_digits or not may_have_card(low):
        return
    for groups in _runs(low):
        if sum(len(group[0]) for group in groups) < MIN_DIGITS:
            continue
        run = _Run(groups)
        first = 0
        while first < len(groups):
            last = run.last_group_of_card(first, low)
            if last is None:
                first += 1
                continue
            digits = run.digits[run.starts[first] : run.starts[last + 1]]
            start, end = groups[first].start(), groups[last].end()
            if not is_other_number(low, start):
                yield _card(start, end, digits)
                code = _CODE_BESIDE.match(low, end)
                if code is not None and (
                    len(code["code"]) == 3 or len(digits) == 15 or not code[0].strip(" ,;/|.()-\n").isdigit()
                ):
                    yield Span(*code.span("code"), SecretKind.PASSWORD, "password.card_code", DOT * 8)
            first = last + 1


@lru_cache(maxsize=4096)
def _tail_of(low: str) -> re.Match[str] | None:
    """The number with which a message ends, or None."""
    tail = _TAIL.search(low)
    return None if tail is None or (tail.start() and low[tail.start() - 1].isalnum()) else tail


def find_split_card(earlier: Sequence[Folded], folded: Folded) -> Iterator[tuple[int, Span]]:
    """Yields the parts of one number that was sent in several messages; `earlier` are the sender's, newest last.

    Each part comes with the index of its message in `earlier`, or -1 for the one at hand.
    """
    if not folded.has_digits or _tail_of(earlier[-1].low) is None:
        return
    head = _HEAD.match(folded.low)
    if head is None:
        return
    run_here = next(_runs(folded.low[head.end() : head.end() + 60]), None)
    if run_here is None:
        return
    groups_here = [(head.end() + group.start(), head.end() + group.end(), group[0]) for group in run_here]
    tails: list[tuple[int, int, int, str]] = []
    for index in range(len(earlier) - 1, max(-1, len(earlier) - 4), -1):
        tail = _tail_of(earlier[index].low)
        if tail is None:
            return
        groups = [
            (tail.start() + group.start(), tail.start() + group.end(), group[0])
            for group in re.finditer(r"[0-9]+", tail[0])
        ]
        tails = [(index, *group) for group in groups] + tails
        found = _joined(tails, groups_here, index)
        if found is not None:
            first, count = found
            if is_other_number(earlier[tails[first][0]].low, tails[first][1]):
                return
            yield from _parts(tails[first:], groups_here[:count])
            return
        if earlier[index].low[: tail.start()].strip(" .,-") and not re.fullmatch(
            r"\W{0,4}(?:\w+\W+){0,4}", earlier[index].low[: tail.start()]
        ):
            return


def _joined(
    tails: list[tuple[int, int, int, str]], here: list[tuple[int, int, str]], oldest: int
) -> tuple[int, int] | None:
    """The first group of the tails and how many groups of this message make a card together."""
    for first in range(len(tails)):
        if tails[first][0] != oldest:
            break
        before = "".join(group[3] for group in tails[first:])
        if not 1 <= len(before) < MAX_DIGITS:
            continue
        for count in range(len(here), 0, -1):
            digits = before + "".join(group[2] for group in here[:count])
            if (
                13 <= len(digits) <= MAX_DIGITS
                and is_card(digits)
                and min(len(group[3]) for group in tails[first:]) >= 2
            ):
                return first, count
    return None


def _parts(tails: list[tuple[int, int, int, str]], here: list[tuple[int, int, str]]) -> Iterator[tuple[int, Span]]:
    digits = "".join([group[3] for group in tails] + [group[2] for group in here])
    rule = f"card.{brand_of(digits)}"
    for index in sorted({group[0] for group in tails}):
        mine = [group for group in tails if group[0] == index]
        yield index, Span(mine[0][1], mine[-1][2], SecretKind.CARD, rule, DOT * 4)
    shown = digits[-4:] if sum(len(group[2]) for group in here) >= 4 else ""
    yield -1, Span(here[0][0], here[-1][1], SecretKind.CARD, rule, f"{DOT * 4} {shown}".rstrip())


def is_card(digits: str) -> bool:
    """True for a number in an issuer's range with a right check digit (ISO/IEC 7812-1, annex B)."""
    total = sum(int(digit) for digit in digits[-1::-2]) + sum(_DOUBLED[digit] for digit in digits[-2::-2])
    return total % 10 == 0 and len(set(digits)) > 1 and brand_of(digits) is not None


def is_other_number(low: str, place: int) -> bool:
    """True when a label on the left of `place` says that the number is no card's."""
    before = low[max(0, place - _LABEL_REACH) : place]
    line = before.rpartition("\n")[2] if before.rstrip(" ")[-1:] != "\n" else before
    found = _OTHER_NUMBER.search(line)
    if found is None:
        return False
    card = _CARD_WORD.search(found[0])
    return (
        card is None
        or _NEITHER.search(line) is not None
        or (re.match(r"\s*(?:sim|karte|card)", card[0]) is not None and "sim" in found[0])
    )


_NAMES_OTHER = re.compile(rf"(?<!\w){_OTHER}(?!\w)")


def names_card(low: str) -> bool:
    return _CARD_WORD.search(low) is not None and _NEITHER.search(low) is None


@lru_cache(maxsize=4096)
def names_other_number(low: str) -> bool:
    """True for a message that asks for, or ends with the name of, a number that is no card's."""
    if names_card(low):
        return False
    return ("?" in low and len(low) < 200 and _NAMES_OTHER.search(low) is not None) or is_other_number(low, len(low))


def _runs(low: str) -> Iterator[list[re.Match[str]]]:
    """Yields the groups of digits that only separators divide: a card may stand among other numbers."""
    run: list[re.Match[str]] = []
    for group in _TOKEN.finditer(low):
        if group["digits"] is None:
            continue
        if run and not _GAP.fullmatch(low, run[-1].end(), group.start()):
            yield run
            run = []
        run.append(group)
    if run:
        yield run


class _Run:
    """Groups of digits as one number, with Luhn's sums prepared, so that each window costs the same."""

    def __init__(self, groups: list[re.Match[str]]) -> None:
        self._groups = groups
        self.digits = "".join(group[0] for group in groups)
        self.starts = [0]
        for group in groups:
            self.starts.append(self.starts[-1] + len(group[0]))
        # Sums of the first n digits, doubling those at odd places, and at even places.
        self._sums: tuple[list[int], list[int]] = ([0], [0])
        if len(self.digits) >= MIN_DIGITS:
            for place, digit in enumerate(self.digits):
                for parity, sums in enumerate(self._sums):
                    sums.append(sums[-1] + (int(digit) if place % 2 == parity else _DOUBLED[digit]))

    def last_group_of_card(self, first: int, low: str) -> int | None:
        """The last group of the longest card number that begins with the group `first`."""
        begin, found = self.starts[first], None
        if len(self.digits) - begin < MIN_DIGITS or (len(self._groups) > _MANY and len(self._groups[first][0]) == 1):
            return None
        for last in range(first, len(self.starts) - 1):
            end = self.starts[last + 1]
            if end - begin > MAX_DIGITS:
                break
            if end - begin >= MIN_DIGITS and self._passes_luhn(begin, end) and self._is_card(first, last, low):
                found = last
        return found

    def _is_card(self, first: int, last: int, low: str) -> bool:
        digits = self.digits[self.starts[first] : self.starts[last + 1]]
        if brand_of(digits) is None or len(set(digits)) == 1:
            return False
        start, end = self._groups[first].start(), self._groups[last].end()
        before = low[max(0, start - _LABEL_REACH) : start]
        says_card = _CARD_WORD.search(before) is not None or _CARD_WORD.search(low[end : end + 30]) is not None
        if not _is_bounded(low, start, end):
            return False
        shape = tuple(len(self._groups[number][0]) for number in range(first, last + 1))
        if len(shape) == 1:
            return says_card or not _is_doubtful(digits)
        is_whole = first == 0 and last == len(self._groups) - 1
        if shape in _SHAPES:
            return says_card or is_whole or _is_one_way(low, self._groups[first : last + 1])
        return (is_whole and (says_card or len(shape) <= 6)) or (says_card and len(shape) <= 8)

    def _passes_luhn(self, begin: int, end: int) -> bool:
        sums = self._sums[(end - 1) % 2]
        return (sums[end] - sums[begin]) % 10 == 0


def _is_bounded(low: str, start: int, end: int) -> bool:
    """Not a piece of a longer word, nor the digits after a decimal point."""
    if start and (low[start - 1].isalnum() or low[start - 1] == "_"):
        word = re.search(r"[^\W\d_]+\Z", low[max(0, start - 20) : start])
        if word is None or (_CARD_WORD.search(word[0]) is None and word[0] not in {"no", "nr", "n", "num", "x"}):
            return False
    if end < len(low) and (low[end].isalpha() or low[end] == "_"):
        word = re.match(r"[^\W\d_]+", low[end : end + 20])
        if word is None or len(word[0]) < 3 or not set(word[0]) - set("abcdef"):
            return False
    return not re.search(r"(?:^|[^\d.])\d{1,3}\.\Z", low[max(0, start - 5) : start])


def _is_doubtful(digits: str) -> bool:
    """Lengths at which other numbers are many, and cards few: then a word must say that it is a card."""
    if len(digits) == 13 and digits[0] == "4":
        return _is_ean(digits)
    return len(digits) in {12, 13} or (brand_of(digits) == "maestro" and len(digits) != 16 and len(digits) != 19)


def _is_ean(digits: str) -> bool:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return total % 10 == 0


def _is_one_way(low: str, groups: list[re.Match[str]]) -> bool:
    """True when all gaps are alike: a number that was written in one go."""
    gaps = {low[one.end() : other.start()] for one, other in pairwise(groups)}
    return len(gaps) == 1


def _card(start: int, end: int, digits: str) -> Span:
    return Span(start, end, SecretKind.CARD, f"card.{brand_of(digits)}", f"{DOT * 4} {digits[-4:]}")


_DOUBLED = {str(digit): 2 * digit - 9 if digit > 4 else 2 * digit for digit in range(10)}
