"""The words around passwords, PINs and codes in the five languages, folded: no capitals, no accents, й as и.

Labels are looked up with their typos; what may follow a label without being its value is listed, too.
"""

from collections.abc import Iterable
from itertools import product

from chatserver.core.redaction.words import words

_PASSWORDS = words("""
paßwort paßworter kenwort kennwor kenntwort contrase contrasea pasvord paswort parool password passwords passwd
passwrd passcode passphrase passphrases pwd pswd psw pword passw passwort passworts passworter passwortern kennwort
kennworts kennworter kennwortern losungswort zugangspasswort masterpasswort loginpasswort emailpasswort mailpasswort
wlanpasswort standardpasswort startpasswort initialpasswort zugangskennwort pass pasword passwor paswort pw
wifipassword masterpassword wlanschlussel netzwerkschlussel contrasena contrasenas contrasenia contracena contrazena
contrasenya contra contras clave claves passw palavrapasse senha senhas senhazinha snha sehna cenha senah senhaa
senna- пас пасом пасворд пасворда пасвордом парол паролл пароь parol paroli kodovoe пароль пароля паролю
паролем пароле пароли паролеи паролями паролях пароль-то парольчик пасс пассворд псв
""")
# Labels that a value must look like: digits, a few.
_PINS = words("""
pin pins pincode pinnummer pincodes nip puk tan mtan mobiletan mobiltan itan phototan chiptan apptan pushtan smstan
otp totp cvv cvv2 cvc
cvc2 csc cid cvn geheimzahl geheimnummer pruefziffer prufziffer prufnummer kartenprufnummer kartenpruefnummer
kartenprufziffer sicherheitsnummer einmalcode einmalpasswort einmalkennwort bestatigungscode sicherheitscode
freischaltcode zugangscode verifizierungscode aktivierungscode authentifizierungscode entsperrcode smscode sms-code
wiederherstellungscode backupcode codewort пин пук пука пинкод пинкода пинкоду пинкодом пина пином пину цвв цвс смскод
""")
_CODES = words("code codes codigo codigos cod код кода коду кодом коды codigozinho")
_PHRASES = words("passphrase passphrases mnemonic seedphrase")
_PHRASE_HEADS = words(
    """
    phrase phrases frase frases фраза фразу фразои слово слова словом word palabra palavra
"""
)
# What makes a secret of "code", "phrase" or "word", beside it on either side.
CODE_KINDS = words("""
security verification verify confirmation confirm access auth authentication authenticator sms otp 2fa mfa tfa
two-factor onetime one-time login log-in sign-in signin unlock pin backup recovery reset passcode secret card safety
door alarm activation whatsapp google telegram voice phone sicherheits sicherheit bestatigungs tan zugang seguridad
verificacion confirmacion acceso autenticacion desbloqueo recuperacion temporal secreto seguranca verificacao
confirmacao acesso autenticacao desbloqueio recuperacao temporario подтверждения подтверждение проверки проверочныи
доступа безопасности авторизации смс sms-ки смски двухфакторнои аутентификации восстановления входа кодовое кодовая
кодовую кодового кодовым секретное секретныи секретная секретную секретную одноразовыи одноразовая digit digits
stellige stelliger digitos digito значныи цифровои front back ruckseite vorderseite dorso reverso verso tras atras
обороте обратнои tan geheim geheimer passwort seed mnemonic wallet palabra semilla clave master magic memorable
парольная парольную парольнои secreta secreto seg frente obverso
""")
NOT_CODE = words("""
error errors zip postal post area country promo promotional promocional promocion coupon discount voucher gift
referral invite status product item bar qr peca pieza repuesto recambio cliente client customer instalacao instalacion
publica publico publico public source exit http sort swift swift/bic bic color colour dress branch class tax order
tracking booking reservation reference store sku airline iata airport station vat model part cupom cupon desconto
descuento rastreo rastreio rastreamento seguimiento barras postal pais area produto producto reserva error erro pedido
convite referido fiscal ошибки ошибка ошибку товара скидки скидку промо трек отслеживания города региона страны валюты
заказа бронирования купона приглашения подразделения активации-игры html css python js java source program line
exito catastral lada foranea
""")

# Between a label and its value.
IS_WORDS = words("""
is was are be = ≡ heißt heißen ware waere would says reads shows zeigt dice pone diz mostra ist war lautet sind heisst
ware es era son sera seria fue sao foi esta: это был такои такая таков is: its it's
""")
TO_WORDS = words(
    """
e eh ta from von desde с со to auf in zu a por para na на em como as als with mit con com c:
"""
)
# What may stand between the label and "is": whose, for what, which.
FILLERS = words("""
for my your the our their account accounts email e-mail mail login user username it here shop page website site portal
app wifi wi-fi wlan router phone sim card bank banking online of on at in number no nr code should sollte deberia
deveria must debe deve may might probably wahrscheinlich definitely actually simply only ready look guess think called
so vs versus der dies new old current temporary temp first second second: correct actual real today now still just
also please i use used have had entered typed tried try fur mein meine meinem meinen dein das der die den dem vom von
zum zu konto mail kunden kundenkonto zugang alt neu dinamica provisional provisoria maestra antes neues neue altes
alte alten neuen aktuelles aktuell jetzt noch bei nummer para mi mis tu su el la los las de del cuenta correo usuario
nueva nuevo vieja antigua anterior actual ahora numero tarjeta en acceso minha meu minhas da do na no conta e-mail
usuario nova antiga atual agora numero cartao app que eu uso от для моего мои моя моеи мое аккаунта аккаунту аккаунт
почты почте почта учетки учетнои записи личного кабинета кабинет новыи старыи текущии у меня на сеичас номер карты
карте сим вот glaub glaube glaub' ich denk denke meine wohl vielleicht perhaps maybe creo quizas acho talvez кажется
вроде думаю наверное
""")

# Right after a label these speak about it; they are never its value. So do all words that chats are made of.
STATE_WORDS = words("""
personlich privat pessoal sigilosa sigiloso particular personal privada privado confidencial личныи секретныи секрет
таина intransferivel intransferible ubertragbar
щас ща секунду секундочку минуту минутку момент подождите ждите ищу наиду посмотрю оператор оператора человек человека
живои не-знаю хм ммм эм ага угу moment momento momentito mom hmm hm uh um second seconds sec sek sekunde augenblick
aguardo aguarde espera espere segundo minuto gleich sofort human person agent agente atendente mitarbeiter
mitarbeiterin mensch menschen operator ahnung weiss weiß siehe steht unbekannt idea duda nose none skip weiter next
continue continuar firefox chrome safari edge opera iphone android windows samsung browser navegador dasselbe dieselbe
derselbe gleiche selbe identisch uberhaupt definitiv angeblich eigentlich irgendwie viel einfach scheinbar offenbar
laut jedes jede jeder anderes andere anderer welchen paar vier funf sechs sieben acht recien supuestamente demasiado
bastante tan asi igual mismo aqui alli alla ahi ve vez da dan cumple tengas haya debe deben vence caduca ponga pongan
metas use usar cambie cambien llegue salga quede meio bem super parece so la ali ai igual mesmo vence usar use troque
chegue fique просто слишком совсем именно какои-нибудь видно видимо вроде кажется лежит стоит написан указан записан
подскажите super way kinda pretty quite completely totally fully actually literally apparently supposedly basically
exactly identical equal being getting going coming trying wrong incorrect correct right invalid valid expired expiring
weak strong short long old new secure insecure safe unsafe blocked locked unlocked disabled enabled compromised hacked
stolen leaked gone lost missing forgotten changed unchanged reset resets resetting recovery required requirement
requirements optional empty blank hidden visible saved stored set accepted rejected refused denied recognized
recognised working failing broken different same similar unknown known unavailable available managers manager field
box screen page form link email mail policy policies prompt protected protection strength hint hints change changes
issue issues problem problems error errors help again still always never already also only just too very really not no
yes ok okay and or but so if when then than that this these those there here what which who how why where because
since while until from with without within after before between during by for to of on in at as an a the my your his
her its our their me you he she it we they them us i am is are was were be been being do does did done doesn't don't
didn't has have had having can can't cannot could couldn't will won't would should shouldn't may might must shall need
needs needed want wants wanted get gets got getting keep keeps keep works work worked doesnt dont isnt isn't wasn't
wasnt didnt cant wont please thanks thank thx pls hi hello hey sorry sure maybe anymore anyway today yesterday
tomorrow now later soon something anything nothing everything someone anyone everyone one two three four five six
seven eight nine ten first second last next every each all any some none both either through via using use used uses
user users account accounts login logins username name names code codes number numbers text sms phone app website site
server system support team agent customer company bank card date day days week month minutes hours time times
characters character letters letter digits digit symbols special uppercase lowercase capital length minimum maximum
least most more less many few much enough random temporary permanent default initial current previous original actual
real correct typed entered sent send sending sends received receive arrive arrived arrives came come comes coming
asked ask asks asking tell told say says said show shows shown see seen saw think thought know knew guess believe like
update updated updates reset-link generated generator created create creates creating option options section settings
setting confirm confirmed confirmation verify verified verification attempt attempts failed fails fail failing accept
accepts match matches mismatch mismatched case sensitive sharing share shared history vault fatigue fields less-than
less rules rule written wrote write writing copy copied paste pasted remember remembered forget forgot forgets about
into out up down off over under back away around per instead except even ever once twice stuff thing things way ways
like-this etc please! issues? change? reset? good bad fine great nice perfect fun stupid annoying useless impossible
possible easy hard difficult simple complex complicated private confidential personal secret sensitive urgent
important necessary mandatory obligatory pending active inactive linked unlinked falsch richtig ungultig gultig
abgelaufen vergessen verloren gesperrt geandert zuruckgesetzt zurucksetzen zurucksetzung zuruck andern anderung
aendern wiederherstellen wiederherstellung sicher unsicher schwach stark kurz lang neu alt neue neues neuer neuen alte
altes alten korrekt inkorrekt unbekannt bekannt leer notig erforderlich gespeichert geknackt gestohlen gehackt weg
nicht kein keine keinen keiner nie niemals immer noch schon auch nur mehr sehr zu und oder aber wenn dann dass das der
die den dem des ein eine einen einem einer eines ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch mein
meine meinen meinem meiner dein ihre ihren ihrem ist sind war waren bin bist sein hat habe haben hatte hast wird
werden wurde wurden kann konnen konnte kannst muss mussen soll sollen will wollen mochte mochten bitte danke hallo hi
moin guten tag ja nein ok okay was wie wo wer warum wieso wann welche welches welcher hier da dort jetzt heute gestern
morgen bald gleich eingeben eingegeben eingebe eintippen anfordern angefordert abfrage feld link mail email e-mail sms
app konto seite formular hilfe problem probleme fehler funktioniert funktionieren geht gehen gehts klappt akzeptiert
angenommen abgelehnt erkannt erhalten bekommen bekomme kommt kam kommen gekommen schicken geschickt senden gesendet
setzen gesetzt erstellen erstellt speichern merken sperren entsperren ausgelaufen manager mindestens maximal zeichen
buchstaben zahlen ziffern stellen lange regeln richtlinie sicherheit sicherheitsgrunden und/oder fur mit ohne von vom
zum zur im am an auf aus bei nach vor seit bis uber unter durch gegen um als ob weil damit sonst trotzdem leider
wieder mal zweimal dreimal mehrmals falsche falsches falschen richtige richtiges stimmt stimme gestimmt incorrecta
incorrecto correcta correcto equivocada equivocado mal bien olvidada olvidado olvide vencida vencido caducada caducado
expirada expirado bloqueada bloqueado robada hackeada invalida invalido valida valido debil fuerte corta corto larga
largo nueva nuevo vieja viejo antigua segura seguro insegura temporal provisional perdida cambiada restablecida
restablecer recuperar cambiar cambio recuperacion restablecimiento no si ni nunca siempre ya todavia aun tampoco
tambien solo muy mas menos y o u pero que cual cuando como donde porque por para con sin sobre entre desde hasta hacia
segun el la los las un una unos unas lo le les me te se nos mi mis tu tus su sus nuestro nuestra este esta esto ese
esa eso aquel aquella yo ella ellos usted ustedes nosotros de del al a en es son era fue fueron ser estar estoy esta
estan estaba ha han he has hay habia tengo tiene tienen tenia puedo puede pueden podria quiero quiere queria necesito
necesita debo debe funciona funcionaba sirve anda entra acepta reconoce llega llego llegado recibi recibo recibido
manda mando mandaron enviar envio enviado enviaron pide piden pedia dice sale aparece poner pongo puse puesto escribir
escribo escribi ingresar ingreso introducir introduzco meter gracias hola favor ayuda problema problemas error correo
email enlace link pagina cuenta usuario sistema campo caracteres letras numeros mayuscula mayusculas minusculas minimo
maximo digitos misma mismo otra otro alguna alguno ninguna ninguno nada algo todo toda todos hoy ayer manana ahora
luego despues antes vez veces olvido obligatoria obligatorio incorreta incorreto correta correto errada errado
esquecida esquecido esqueci vencida expirada expirado bloqueada bloqueado invalida invalido fraca forte curta longa
nova novo velha antiga segura seguro temporaria temporario provisoria perdida alterada trocada redefinida redefinir
redefinicao recuperar recuperacao trocar troca mudar alterar alteracao nao sim nem nunca sempre ja ainda tambem so
muito mais menos e ou mas que qual quando como onde porque pois por para com sem sobre entre desde ate o a os as um
uma uns umas lhe me te se nos meu minha meus minhas seu sua seus suas este esta isto esse essa isso aquele aquela eu
ele ela eles elas voce voces de do da dos das no na nos nas ao aos em eh sao era foi foram ser estar estou esta estao
estava tem tenho tinha ha posso pode podem poderia quero quer queria preciso precisa devo deve funciona funcionou
funcionava entra aceita aceitou reconhece chega chegou chegando recebi recebo recebido manda mandei mandaram enviar
envio enviei enviado enviaram pede pedem pedindo diz aparece colocar coloco coloquei digitar digito digitei digitada
inserir inseri obrigado obrigada ola oi favor ajuda problema problemas erro email link pagina conta usuario sistema
campo caracteres letras numeros maiuscula maiusculas minusculas minimo maximo digitos mesma mesmo outra outro alguma
algum nenhuma nenhum nada algo tudo toda todos hoje ontem amanha agora depois antes vez vezes eletronica eletronico
fiscal atendimento numero fila obrigatoria pfv vcs vc pra pro ta tava неверныи неверен неверно неправильныи
неправильно правильныи верныи верно забыт забыла забыл забыли забыто потерян потеряла потерял истек истекает устарел
просрочен заблокирован взломан украден сброшен сброс сбросить сброса сбросить: сменить сменен смена смены изменен
изменить изменен поменять поменял поменяла восстановить восстановление восстановления слабыи сильныи надежныи короткии
длинныи новыи новым нового старыи старого старым временныи временного одноразовыи сложныи простои безопасныи не нет да
и или но а если когда то что чтобы как где куда почему зачем кто какои какая какие которыи которыи это этот эта эти
тот та те там тут здесь сеичас сегодня вчера завтра потом уже еще тоже также только очень больше меньше я ты он она
оно мы вы они меня мне мнои тебя тебе вас вам его ее их ему еи им нас нам мои моя мое твои ваш ваша ваше свои своего у
в во на с со к ко по от до из за для без под над при про об о через после перед между есть был была было были будет
могу может можно нельзя надо нужно нужен хочу хочет должен должна работает работал подходит подошел подошла принимает
принимается приходит пришел пришла пришло приходил приходит приидет придет прислали присылает отправили отправил
отправляет отправлен пишет пишут писал говорит требует требуется просит просят вводить ввожу ввел ввела введен введите
ввести вводил получил получила получить получен получаю спасибо пожалуиста привет здравствуите помогите помощь
проблема проблемы ошибка ошибку письмо почту почта почте ссылка ссылку аккаунт аккаунта кабинет кабинета саит саите
страница система поле символов символы букв буквы цифр цифры минимум максимум такои такого такои-то же другои другого
тот-же любои никакои никакого ничего что-то все все всех раз раза опять снова постоянно всегда никогда вход входа лог
логин логина номер кода карты телефон смс менеджер длиннее короче слишком менее более keins keines никакои никакая
creo acho glaub glaube denk denke vielleicht wohl quizas talvez perhaps кажется наверное думаю longer shorter stronger
weaker older newer better worse bigger larger smaller langer kurzer starker schwacher

""")

# Nouns and names that end as a participle does, and that people take for passwords.
NOUNS = words("""
schmetterling schmetterlinge fruhling liebling sperling zwilling lehrling haeuptling hauptling pudding wedding darling
sterling starling duckling lightning spring string viking morning evening earring herring sibling boeing
butterfly dragonfly firefly family italy emily kelly sally molly polly holly billy willy dolly jelly belly lilly july
monopoly assembly speed weed breed alfred manfred wilfred mohamed muhammed hundred avocado eldorado
colorado dorado tornado soldado mercado helado leonardo granada cascada espada ensalada almohada escada
salada camarada fernando orlando armando rolando nintendo comando cupido lido marido apelido vestido
zeitung heizung wohnung vegetable constable wireless timeless крокодил журнал канал финал генерал адмирал
сериал карнавал квартал михаил даниил самуил могила чернила испания германия британия румыния
""")

_TYPO_STEMS = (
    "password",
    "passwort",
    "kennwort",
    "contrasena",
    "contrasenas",
    "passwords",
    "пароль",
    "паролем",
    "пароля",
    "passphrase",
    "passcode",
)
# Real words that a typo would hit.
_NOT_TYPOS = words("passports passport compassion король пароли карольь роль")


def _typos(word: str) -> set[str]:
    """Everything one slip of the finger away, the first letter kept: left out, doubled, swapped, or another letter."""
    letters = "abcdefghijklmnopqrstuvwxyz" if word.isascii() else "абвгдежзиклмнопрстуфхцчшщъыьэюя"
    split = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    left_out = {one + two[1:] for one, two in split if two}
    swapped = {one[:-1] + two[0] + one[-1] + two[1:] for one, two in split if two and len(one) > 1}
    another = {one + letter + two[1:] for (one, two), letter in product(split, letters) if two}
    added = {one + letter + two for (one, two), letter in product(split, letters)}
    return left_out | swapped | another | added


def _with_typos(labels: Iterable[str]) -> frozenset[str]:
    made = {typo for stem in _TYPO_STEMS for typo in _typos(stem)}
    slips = words(
        """
    senah sneha ssenha senhaa senha- clvae calve- лпароль gaslo pasw0rd passw0rd p@ssword passwrod pasport- pssword
    psswrd passwd paswrod pasowrd paswwrod passowrod pasaword
"""
    )
    return frozenset((set(labels) | made | slips) - _NOT_TYPOS)


PASSWORD_LABELS = _with_typos(_PASSWORDS)
PIN_LABELS = _PINS
NEGATIONS = words("not no nao nicht kein keine не нет never nie nunca isn't wasn't")
# "The password is from my wife."
ORIGINS = words("from von vom de del do da от")
# A phrase between a label and "is": "for my old router", "en la tarjeta".
PREPOSITIONS = words(
    """
    for of on to at in from under behind with by fur zu zum zur von vom bei beim auf im am an in aus mit hinter de
    del da do das dos para en na no nas nos em con com para pra pro al ao que q that which die das которыи которую что
    от для на в во с со из под к по у за
"""
)
CODE_LABELS = _CODES | words("token tokens токен токена токеном")
PHRASE_LABELS = _PHRASES | _PHRASE_HEADS
# The key of a network is its password.
TWO_WORD_LABELS = words("passe assinatura secreto")
NETWORK_KEYS = words("key schlussel ключ llave chave")
NETWORKS = words("network wifi wi fi wlan wpa wpa2 wpa3 router netzwerk netzwerks hotspot")
LABELS = PASSWORD_LABELS | PIN_LABELS | CODE_LABELS | PHRASE_LABELS | NETWORK_KEYS | TWO_WORD_LABELS

# Somebody's account, told as a pair: the name, and the password after it.
# Words that name another kind of number or id, right before it.
OTHER_IDS = words("""
order number no nr ticket invoice model version article item sku tracking shipment customer account user username
login email mail room flat house gate flight phone tel call bestellung bestellnummer rechnung kundennummer vorgang
artikel modell sendung auftrag benutzer benutzername nutzer konto zimmer pedido factura guia modelo cliente usuario
cuenta correo referencia ref id folio caso ticket reserva nota fatura protocolo conta chamado cpf rg cep заказ заказа
номер логин трек артикул договор счет модель почта юзер аккаунт обращение клиент id on at um am em ate del von bis
since seit desde in
""")

PAIR_CUES = words("""
login logins log credentials creds credential user username account userid acc zugangsdaten anmeldedaten logindaten
zugang anmeldung benutzer benutzername nutzername kundennummer credenciales acceso accesos usuario datos acceder
credenciais acesso usuario dados entrar лог логин логина логином вход доступ доступы учетка учетные учетки данные юзер
""")
