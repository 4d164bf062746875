"""German: what the matcher knows of the language beside the author's lines (see `languages`)."""

STOP_WORDS = """
der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr mich mir dich dir uns euch ihnen
ihm mein meine meinen meinem meiner dein deine euer eure unser ihre ihren ihrem ist sind war waren bin bist sein
wird werden wurde habe hat haben hatte kann konnen konnte muss soll will mochte wurde zu von mit bei auf in im an am
aus nach fur uber unter und oder aber wenn dass ob nicht kein keine da hier dort dies diese dieser dieses was welche
welcher welches wer wann wo warum wieso wie bitte hallo danke nur auch noch schon mal etwas alle mehr sehr man gern
brauche wollen
"""

SYNONYMS = """
stornieren storno stornierung kündigen kündigung gekündigt beenden abbestellen widerrufen widerruf abbrechen
zurückschicken zurücksenden zurückgeben rücksendung retoure retournieren rückgabe
erstatten erstattung rückerstattung zurückerstatten rückzahlung zurückzahlen gutschrift geldzurück
umtauschen umtausch umgetauscht austauschen austausch ersetzen ersatz tauschen
kaufen kauf gekauft einkauf erwerben bestellen bestellung bestellt order ordern
warenkorb einkaufswagen korb
senden gesendet schicken geschickt versenden versand verschicken verschickt abschicken versendet
liefern lieferung geliefert zustellen zustellung zugestellt ausliefern auslieferung
bote kurier paketbote postbote fahrer dhl hermes dpd ups
paket päckchen sendung packung karton
ankommen angekommen ankunft kommen kommt kam gekommen eintreffen eingetroffen
erhalten erhält bekommen bekam kriegen gekriegt
spät verspätet verspätung verzögerung verzögert überfällig
warten warte gewartet wartezeit
ändern änderung geändert anpassen aktualisieren bearbeiten korrigieren umändern abändern verändern
löschen löschung gelöscht entfernen entfernt
hinzufügen hinzugefügt ergänzen zufügen
kaputt defekt beschädigt schaden fehlerhaft zerbrochen gebrochen zerstört gerissen schrott
reparieren reparatur repariert beheben
verloren verlieren verschwunden weg fehlt verschollen vermisst abhanden
gestohlen geklaut klauen diebstahl stehlen entwendet
langsam lahm träge ruckelt ruckeln hakt
abstürzen absturz abgestürzt einfrieren eingefroren hängt aufgehängt crash stürzt
fehler bug problem störung fehlermeldung schwierigkeit panne macke
funktionieren funktioniert geht klappen klappt läuft laufen
zahlen zahlung bezahlen bezahlung bezahlt gezahlt begleichen
abbuchen abbuchung abgebucht lastschrift einzug abgezogen belastet eingezogen
preis kosten gebühr kostet entgelt
rechnung beleg quittung kassenbon
schulden mahnung mahngebühr inkasso rückstand
geld bargeld kohle knete betrag
überweisen überweisung überwiesen sepa
abheben abgehoben geldautomat bankautomat auszahlen auszahlung
einzahlen einzahlung aufladen aufladung prepaid
karte kreditkarte girokarte ec bankkarte debitkarte visa mastercard
kontostand saldo guthaben
kredit darlehen finanzierung hypothek dispo
rate raten ratenzahlung teilzahlung
zinsen zins zinssatz verzinsung
währung dollar euro wechselkurs umrechnung
steuer mehrwertsteuer mwst umsatzsteuer ust
zoll zollgebühren verzollung einfuhr
teuer teurer überteuert kostspielig wucher
billig günstig preiswert günstiger
rabatt gutschein gutscheincode coupon aktion angebot nachlass ermäßigung aktionscode promocode
geschenk geschenkkarte verschenken schenken
punkte treuepunkte bonus prämie treueprogramm meilen
abo abonnement abonnieren vertrag tarif mitgliedschaft laufzeitvertrag
testphase probe probeabo probezeit testversion probemonat
kostenlos gratis umsonst kostenfrei
upgrade hochstufen premium
downgrade herabstufen runterstufen
verlängern verlängerung erneuern erneuerung
ablaufen abgelaufen ablauf gültigkeit
pausieren pause unterbrechen aussetzen
aktivieren aktivierung einschalten freischalten freischaltung
deaktivieren deaktivierung ausschalten abschalten abstellen
konto account profil benutzerkonto kundenkonto
anmelden anmeldung einloggen login einwählen eingeloggt zugang zugreifen
abmelden ausloggen logout abmeldung ausgeloggt
registrieren registrierung registriert
passwort kennwort pin pw zugangscode
zurücksetzen zurückgesetzt wiederherstellen wiederherstellung reset
vergessen vergaß entfallen
benutzername nutzername username
code tan pushtan sicherheitscode bestätigungscode otp 2fa
bestätigen bestätigung verifizieren verifizierung legitimieren identifizieren postident
sperren sperre gesperrt sperrung blockieren blockiert
entsperren entsperrt entsperrung freigeben
betrug betrüger phishing betrogen abzocke verdächtig fake
sicherheit sicher geschützt
datenschutz dsgvo privatsphäre
gehackt hacker hacken hackerangriff fremdzugriff
mensch mitarbeiter person berater agent jemand kundenberater sachbearbeiter ansprechpartner personal
chef vorgesetzter manager leiter
kontakt kontaktieren erreichen erreichbar hotline
anrufen anruf telefon telefonieren rückruf telefonisch angerufen
handy smartphone mobiltelefon iphone android
email mail mailadresse postfach
nachricht sms textnachricht
beschwerde beschweren unzufrieden sauer wütend verärgert enttäuscht reklamation reklamieren frechheit
unfreundlich unhöflich respektlos
frage fragen anfrage gefragt rückfrage
antwort antworten rückmeldung geantwortet beantworten
support hilfe kundendienst kundenservice helfen hilft
finden gefunden suchen suche gesucht
anzeigen angezeigt sehen sichtbar gesehen zeigen
verfolgen sendungsverfolgung tracking verfolgung nachverfolgen trackingnummer
status stand bearbeitungsstand
nummer kundennummer bestellnummer auftragsnummer
adresse anschrift lieferadresse straße postleitzahl plz umzug umziehen umgezogen
standort ort anfahrt wegbeschreibung
ausland international weltweit
filiale laden geschäft niederlassung zweigstelle shop
öffnen offen geöffnet aufmachen
geschlossen schließen zumachen
öffnungszeiten uhrzeit geschäftszeiten servicezeiten
termin besuch verabredung
wochenende samstag sonntag sonnabend
feiertag weihnachten ostern silvester
dringend eilig sofort schnell schnellstmöglich express notfall umgehend
verfügbar lieferbar vorrätig lager verfügbarkeit
ausverkauft vergriffen nachbestellung
größe passform maße abmessungen
klein kleiner eng kurz
farbe farbton
produkt artikel gegenstand
qualität material stoff
garantie gewährleistung
falsch verkehrt inkorrekt irrtum versehentlich
doppelt zweimal zweifach
erhöhen erhöhung erhöht steigern anheben
senken verringern reduzieren verringerung
limit höchstgrenze verfügungsrahmen obergrenze maximum
app anwendung programm software
webseite website seite homepage internetseite
browser chrome firefox safari
computer rechner pc laptop notebook mac
herunterladen download runterladen heruntergeladen
hochladen upload hochgeladen
installieren installation einrichten einrichtung
deinstallieren deinstallation
neustart neustarten hochfahren
einstellungen einstellung konfiguration konfigurieren optionen
internet wlan wifi verbindung router leitung modem glasfaser dsl anschluss
ausfall ausgefallen offline netzausfall
empfang netz signal netzabdeckung
sim esim simkarte
datenvolumen gigabyte gb highspeed
dokument datei pdf unterlagen anhang
foto bild screenshot aufnahme
exportieren export sicherung backup
einladen einladung eingeladen
teilen geteilt freigabe
team kollege kollegin
berechtigung rolle rechte admin administrator
benachrichtigung erinnerung newsletter push
werbung spam werbemails
sprache deutsch übersetzung übersetzen
name nachname vorname familienname
geburtsdatum geburtstag
bedingungen agb nutzungsbedingungen richtlinien
ticket fahrkarte fahrschein bordkarte
flug fliegen flugzeug geflogen airline fluggesellschaft
hotel unterkunft hostel ferienwohnung pension
gepäck koffer handgepäck reisegepäck tasche
reisepass ausweis personalausweis visum perso
zug bahn ice
auto wagen fahrzeug mietwagen pkw taxi
buchen buchung gebucht reservieren reservierung
umbuchen umbuchung verschieben verschoben verlegen
reise reisen urlaub tour
sitzplatz sitz platz
passagier reisender fluggast mitreisender
versicherung versichert versichern police
verknüpfen verknüpfung koppeln synchronisieren
trennen entkoppeln getrennt
speichern gespeichert abspeichern
starten anfangen beginnen beginn
benutzen nutzen verwenden nutzung verwendung
akzeptieren annehmen genehmigen genehmigt
ablehnen abgelehnt ablehnung verweigert
abholen abholung abgeholt packstation paketshop
kunde kundin
firma unternehmen betrieb gewerblich
student studierende schüler universität
bewertung bewerten feedback rezension sterne
karriere bewerbung job bewerben
techniker monteur handwerker
nachbar haustür hausflur
bildschirm display monitor
akku batterie ladegerät ladekabel
ton lautstärke audio lautsprecher
video stream streamen film
lizenz lizenzschlüssel seriennummer
entwickler api schnittstelle webhook
"""

SMALL_TALK = """
wie geht es dir heute
wie heißt du
wer hat dich gemacht
erzähl mir einen witz
wie wird das wetter
liebst du mich
bist du echt
wie alt bist du
was ist der sinn des lebens
guten morgen na alles klar
du bist dumm
so ein blödsinn
halt die klappe
haha das ist lustig
mir ist langweilig
wie spät ist es
wer hat gestern gewonnen
sing ein lied
spiel musik
stell einen wecker
was soll ich heute kochen
erzähl mir was
empfiehl mir einen film
wie hoch ist der eiffelturm
was ist die hauptstadt von frankreich
übersetze das ins englische
test test eins zwei drei
bist du single
wo wohnst du
freut mich
alles gute zum geburtstag
ich hasse dich
"""

ABUSE = """
fick dich
fickt euch
verpiss dich
verpisst euch
leck mich
leck mich am arsch
halt die fresse
halt die klappe
halt dein maul
du idiot
ihr idioten
du bist ein idiot
ihr seid idioten
sie sind ein idiot
sie idiot
du vollidiot
vollidiot
vollidioten
du trottel
ihr trottel
du depp
ihr deppen
du arschloch
ihr arschlöcher
arschloch
arschlöcher
du wichser
wichser
du hurensohn
hurensohn
du schlampe
du drecksau
du missgeburt
missgeburt
du spast
du spasti
du bist dumm
du bist blöd
du bist doof
du dummer bot
dummer bot
blöder bot
scheiß bot
scheiss bot
ihr seid zu dumm
ihr seid unfähig
geh sterben
ich bringe dich um
ich hasse dich
ich hasse euch
"""

REFUSALS = (
    r"(?:(?:will|wollen|möchte\w*|moechte\w*|habe|haben)(?: \w+){0,4} (?:nicht|kein\w*)|(?:nicht|k"
    r"ein\w*)(?: \w+){0,3} (?:kündig\w*|kuendig\w*|lösch\w*|loesch\w*|storn\w*|beend\w*|schließ\w*"
    r"|ändern|abmeld\w*)|(?:kündig\w*|lösch\w*|storn\w*|beend\w*) will ich nicht|bitte nicht|auf k"
    r"einen fall)"
)
