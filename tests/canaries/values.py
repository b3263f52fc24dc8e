"""The canaries: labelled private values of every kind, in both scripts and both sets of digits, and words nothing can find."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Canary:
    """A value and the sentence in which somebody writes it; `kind` is what redaction calls it."""

    label: str
    kind: str
    value: str
    sentence: str = "{}"

    @property
    def written(self) -> str:
        return self.sentence.replace("{}", self.value)


_KEY = (
    "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgQuetzalCanary7731\n"
    "hK3jv9rQz0y8nWc2UuYfXw5sT1aLdPbEoKqMihRANCAAQyZebraWoodCanary4499\n-----END PRIVATE KEY-----"
)
_JWT = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjYW5hcnktNzczMSIsIm5hbWUiOiJRdWV0emFsIn0."
    "dBjftJeZ4CVPmB92K27uhbUJU1p1rwW1gFWFOEjXk7Q"
)

# Written into a request's text; each is found and hidden.
FOUND = (
    Canary("email", "email", "quetzal.kestrel7@zebrawood.test", "Write to {} please."),
    Canary("email, two", "email", "kestrel.quetzal@tremolo-sigil.test", "My other address is {}."),
    Canary("phone", "phone", "+44 20 7946 0731", "My phone is {}."),
    Canary("phone, plain", "phone", "+966555017731", "Call {} in the evening."),
    Canary("phone, arabic digits", "phone", "٠١٠٠ ٥٥٥ ٠١٧٣", "رقم هاتفي {} للتواصل."),
    Canary("card", "card", "4111 1111 1111 1111", "I paid with {}."),
    Canary("card, plain", "card", "5555555555554444", "The other card is {}."),
    Canary("card, arabic digits", "card", "٤٠١٢ ٨٨٨٨ ٨٨٨٨ ١٨٨١", "دفعت بالبطاقة {} أمس."),
    Canary("iban", "iban", "GB29NWBK60161331926819", "Refund to {}."),
    Canary("iban, spaced", "iban", "SA03 8000 0000 6080 1016 7519", "Or to IBAN {}."),
    Canary("account", "bank-account", "00482917365", "My bank account number is {}."),
    Canary("ip", "ip", "203.0.113.177", "My address at home is {}."),
    Canary("ip, long", "ip", "2001:db8:77::1f3a:9c", "The other one is {}."),
    Canary("mac", "mac", "9c:b6:d0:1b:44:f7", "The card's hardware address is {}."),
    Canary("password", "password", "Canary#Pass7731", "My password is {}"),
    Canary("password, arabic", "password", "Kahraman#2217", "كلمة المرور هي {}"),
    Canary("password, arabic letters", "password", "زمرد٩٩كهرمان٤٤", "كلمة السر: {}"),
    Canary("token", "token", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "The token {} does not work."),
    Canary("token, key", "token", "AKIAIOSFODNN7QUETZAL", "aws key {}"),
    Canary("private key", "private-key", _KEY, "{}"),
    Canary("jwt", "jwt", _JWT, "Authorization: Bearer {}"),
    Canary("connection string", "connection-string", "S3cr3tCanary", "DSN=postgres://app:{}@db.quetzal.test:5432/shop"),
    Canary("code", "code", "48190773", "The verification code is {}."),
    Canary("code, arabic digits", "code", "٧٣١٩٠٤٤٢", "رمز التحقق هو {}."),
    Canary("national id", "national-id", "29805120104573", "My national id is {}."),
    Canary("national id, arabic digits", "national-id", "٢٩٠٠١٠١١٢٣٤٥٦١", "رقمي القومي {}."),
    Canary("passport", "passport", "A07731945", "My passport number is {}."),
    Canary("birth date", "birth-date", "12/05/1987", "I was born on {}."),
    Canary("birth date, arabic digits", "birth-date", "١٧/٠٣/١٩٩٢", "تاريخ ميلادي {}."),
    Canary("name", "name", "Margarethe Ferreiro", "My name is {}."),
    Canary("name, arabic", "name", "عبدالرحمن الزهراني", "اسمي {}."),
    Canary("address", "address", "77 Zebrawood Street, London NW1 6XE", "I live at {}."),
    Canary("address, arabic", "address", "٣٤ شارع الزبرجد، المعادي، القاهرة", "عنواني {}."),
    Canary("place", "gps", "30.044471, 31.235797", "The house is at {}."),
    Canary("plate", "plate", "KBX 4417", "The car's plate is {}."),
    Canary("plate, arabic", "plate", "أ ب ج ٧٣١", "لوحة السيارة {}."),
    Canary("health", "health", "diabetes", "I was diagnosed with {}."),
)

# And many more, so that one ticket holds more than any page was made for.
MANY = tuple(
    Canary(f"{kind} no. {n}", kind, value, "And {}.")
    for n in range(1, 13)
    for kind, value in (("email", f"bulk{n}.kestrel@many-canaries{n}.test"), ("phone", f"+44 161 496 0{400 + 7 * n}"))
)

# Words in which no detection could see anything private; they are ciphertext at rest all the same.
PLAIN = {
    "words": "lighthouse keepers like marmalade and tremolo",
    "words, upper case": "THE LIGHTHOUSE HUMS A TREMOLO",
    "words, arabic": "تحب طيور الكناري مربى البرتقال المر",
    "words, arabic digits": "في القاعة ٧٧ كرسيا أزرق من خشب السدر",
    "words, accents": "we had crème brûlée by the fenêtre fraîche",
}


def plain(door: str) -> str:
    """A word of this door's own, by which a hit names its door; nothing in it looks private."""
    return f"{''.join(letter for letter in door if letter.isalpha())}marmalade"
