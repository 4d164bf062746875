"""English: what the matcher knows of the language beside the author's lines (see `languages`)."""

STOP_WORDS = """
a an the i i'm i'd i've you your we our my me it its is are was were be been am do does did done have has had can
could will would should shall may might must to of in on at for with from by about as into up out off over and or
but if so not no there here this that these those what which who whom when where why how please hi hello hey thanks
thank just want need like get got let know tell help any some all more also than then too very s t d m re ve ll
"""

SYNONYMS = """
cancel cancellation terminate termination end quit stop unsubscribe discontinue abort revoke
return returns takeback rma
refund reimburse reimbursement chargeback repay repayment cashback moneyback
exchange swap replace replacement substitute trade
buy bought purchase order acquire
cart basket trolley checkout
send sent ship shipping dispatch despatch post
deliver delivery courier carrier driver postman mailman
parcel package box packet shipment
arrive arrival come came coming
receive obtain gotten
late delay belated
wait await pending waiting
change modify modification edit update alter alteration amend amendment adjust correct
remove removal delete deletion erase wipe
add include append
broken broke break damaged defective faulty smashed cracked shattered busted torn
repair fix mend troubleshoot
lost lose missing disappeared gone vanished misplaced
stolen steal stole theft robbed thief
slow laggy lag lagging sluggish slowly buffering
crash freeze froze frozen hang hung hangs stuck unresponsive
error bug glitch issue problem trouble fault malfunction failure fail
work function functional working
pay paid payment settle settlement
charge bill debit deduct deduction billed
price cost fee rate pricing quote
invoice bill receipt statement
debt owe outstanding arrears unpaid overdue
money cash funds bucks dough
transfer wire remit remittance
withdraw withdrawal withdrew withdrawn atm
deposit topup recharge prepaid refill
card mastercard amex
balance remaining
loan mortgage lending borrow financing overdraft
interest apr yield
currency dollar euro pound forex
tax vat gst duty levy
expensive overpriced pricey exorbitant
cheap cheaper inexpensive affordable bargain
discount voucher coupon promo promotion sale deal rebate offer
gift present giftcard
points loyalty reward bonus miles
subscription subscribe plan membership contract tariff
trial demo tryout
free gratis complimentary
upgrade upsell premium
downgrade downsize
renew renewal extend extension prolong autorenew
expire expiry expiration lapse lapsed
pause suspend suspension hold
activate activation enable
deactivate deactivation disable
account profile
login logon signin sign access enter log
logout logoff signout
register registration signup enrol enroll join
password pass passphrase pin passcode pw pwd
reset restore recover recovery retrieve regain
forgot forget forgotten forgetting remember
username userid nickname
code otp 2fa mfa totp
verify verification confirm confirmation authenticate authentication validate kyc
block lock locked banned ban
unlock unblock unban
fraud scam phishing scammer fraudulent suspicious swindle
secure security safe safety
privacy gdpr confidential confidentiality
hack hacker hacked compromised hijacked breach
person human agent representative rep operator staff someone advisor adviser people
manager supervisor boss superior
contact reach hotline
call ring telephone callback
phone mobile cell cellphone smartphone handset iphone android
email mail inbox mailbox
message text sms msg
complaint complain dissatisfied unhappy angry upset disappointed unacceptable
rude impolite unfriendly disrespectful
question ask inquire inquiry enquire enquiry query
answer reply respond response replied
support helpdesk assist assistance
find found search lookup
show display view appear shown
track tracking trace whereabouts
status progress state
number reference id
address street postcode zip zipcode
location located situated
abroad overseas international foreign worldwide
store shop branch outlet showroom
closed close shut closing
hours times schedule timetable
appointment meeting slot visit
weekend saturday sunday
holiday christmas easter
urgent urgently asap immediately quickly fast express emergency
available availability stock instock
unavailable soldout restock backorder
size sizing fit measurements dimensions
small smaller tight
large larger big bigger loose
colour color shade
product item article goods merchandise
quality material fabric
warranty guarantee
wrong incorrect mistaken mistake inaccurate
twice double duplicate doubled
increase raise higher rise rose
decrease reduce reduction lower
limit cap maximum restriction quota
app application program programme software
website site webpage page web
browser chrome firefox safari edge
computer laptop pc desktop mac notebook
install installation setup installing
uninstall deinstall
restart reboot relaunch
settings preferences configuration configure options
internet wifi wlan broadband connection online router modem fibre fiber
outage downtime offline down disruption
signal reception coverage network
sim esim simcard
gigabyte gigabytes gb megabyte mb
document file pdf paperwork attachment
photo picture image pic screenshot
export backup
team colleague teammate coworker
permission role admin administrator
notification alert reminder push newsletter
spam unsolicited junk
language english translation translate
name surname lastname firstname
birthday birthdate dob
terms conditions policy rules agreement
ticket fare
flight fly flew plane aircraft airline
hotel accommodation hostel apartment lodging
luggage baggage suitcase bag bags
passport visa identification
train rail railway
car vehicle taxi cab
book reserve reservation
reschedule postpone rebook
trip travel journey vacation tour
seat legroom aisle
passenger companion
insurance insure insurer underwriter
connect link integrate integration pair sync synchronise synchronize
disconnect unlink unpair
start begin began begun launch starting
use usage utilise utilize
accept approve approval approved
reject decline refuse denied deny rejected
pickup collect collection
customer client
company business firm corporate organisation organization
student pupil university
review feedback stars
job vacancy career hiring recruitment
technician engineer mechanic
door doorstep neighbour neighbor porch
screen monitor
battery charger
sound audio volume speaker mute
video stream streaming playback movie
key licence license serial
developer api webhook sdk
"""

SMALL_TALK = """
how are you doing today
what is your name
who made you
tell me a joke
what is the weather like
do you love me
are you real
how old are you
what is the meaning of life
good morning how is it going
you are stupid
this is useless garbage
you suck
shut up
lol that is funny
i am bored
what time is it
who won the game last night
can you sing a song
play some music
set an alarm for seven
what should i cook for dinner
tell me something interesting
recommend a good movie
how tall is the eiffel tower
what is the capital of france
translate this into french
how many calories are in an apple
testing one two three
blah blah blah
are you single
where do you live
nice to meet you
happy birthday
i hate you
"""

ABUSE = """
fuck you
fuck off
go fuck yourself
screw you
go to hell
shut up
you suck
you idiot
you idiots
you are an idiot
you are idiots
you're an idiot
you are a moron
you moron
you morons
you are stupid
you're stupid
you are dumb
you're dumb
you dumbass
you stupid bot
stupid bot
dumb bot
you asshole
you assholes
asshole
assholes
you bastard
you bastards
you bitch
bitch
you cunt
cunt
dickhead
motherfucker
you motherfuckers
you piece of shit
you are a piece of shit
you scumbag
you retard
retard
you are useless
you useless piece
kiss my ass
drop dead
kill yourself
i will kill you
i hate you
"""

REFUSALS = (
    r"(?:do not|don ?t|does not|doesn ?t|did not|didn ?t|never|not|no longer)(?: \w+){0,2} (?:want"
    r"\w*|wish\w*|ask\w*|intend\w*|plan\w*|try\w*|like to|look\w*|interested|cancel\w*|delet\w*|cl"
    r"os\w*|terminat\w*|remov\w*|unsubscrib\w*|end|stop|change\w*)"
)
