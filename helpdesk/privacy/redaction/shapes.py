"""The parts without which patterns cannot match: which of them a text has is found out in a few passes over it.

Most patterns match hardly any text, and to ask for the part of one alone costs a tenth of asking for all. An automaton is built
as texts are read; each group of parts has its own, since one for parts of several kinds would have to tell too many states apart.
"""

import re2

_YEAR = r"(?:19[2-9]\d|200\d|201[0-2]|13[4-9]\d|14[0-3]\d)"  # in which people were born, in either calendar
_DOT = r"(?:[.,-]|\[\.\]|\(\.\)|\[dot\]|\(dot\)| \. | dot | point )"
_PLUS = "[2-9CFGHJMPQRVWX]"
_FACE, _MIXED = r"[\dOoIl]", r"(?:\d[ .()-]?[OoIl]|[OoIl][ .()-]?\d)"

_WORDS = {
    "key block": "PRIVATE KEY",
    "JSON": "eyJ",
    "address with a colon": r"""://[^\s/:@"'<>]*:""",
    "address with a long name": r"://[\w-]{20}",
    "mail address in words": r"(?i)[ \t](?:at|[آاأ]ت|ايت|آت ساين|عند|arobase)[ \t]|[\[({<] ?(?:at?|@|عند|[آا]ت) ?[\])}>]|\{",
    "mail address in brackets": r"[<(\[] ?[^\s<>()\[\]]+@",
    "header": r"(?i)(?:bearer|basic|token|apikey|digest)\s|x-[a-z]",
    "query": r"[?&;][A-Za-z0-9_-]+=",
    "path of a token": r"(?i)/cpsess\d|services/t|hooks\.|hooks?/|/bot\d|/(?:reset|confirm|verify|activate|invite|magic|token|login|unsubscribe)/",
    "session": r"(?i)sessid|session_?id|[._]sid|\bsid|_session|cpsession|wordpress_|csrftoken|xsrf-token|remember_",
    "cookie": r"(?i)cookie:",
    "switch": r"(?i)(?:^|\s)-(?:p|-pass|-pwd|-token|-secret|-api-key)",
    "switch for a user": r" -u| --user",
    "password of a server": r"(?i)identified |requirepass|set password|htpasswd|sshpass",
    "form": "&p",
    "root": r"(?:root|ftp|wp|postgres|mysql|cpanel|whm|webmail):",
    "sign of a birth": r"(?:\* ?|b\. )[\dA-Za-z]",
    "map": r"(?i)map|goo\.gl",
    "three words": r"(?i)///|3w",
    "degrees in words": r"(?i)deg|درج",
    "telephone link": r"wa\.me/|tel:|phone=",
    "quotation": r"(?i)(?:wrote|schrieb|a écrit|escribió|كتبت?)[ \t]*:",
    "home": r"(?i)/home|users[/\\]|/~|settings\\",
}
_NUMBERS = {
    "grouped account": r"[A-Z]{2}\d\d [A-Z0-9]{4} [A-Z0-9]{4}",
    "number in halves": r"\d{4}\n\d{4}",
    "sort code": r"\d\d-\d\d-\d\d",
    "recovery key": r"\d{6}-\d{6}-",
    "code by message": r"G-\d{3}",
    "lines for machines": r"<<|\d[A-Z]{3}\d{6}",
    "identity": r"\d{6}\(|[A-Z]{4}\d{6}|\d\.\d\d-\d{3}\.|756\.\d{4}\.|[A-Z]{2}\d\d[A-Z]\d\d[A-Z]|[A-Z]{5}\d{4}[A-Z]|\d{8} \d [A-Z]|[A-Z9]{5} ?\d{6}",
    "identity with letters": r"(?i)\d{7}-?[A-Z]|\d{6}[-+]\d{3}|\d{6}A\d{3}|[A-Z]\d\d[A-Z]\d\d[A-Z]|[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]",
    "letters and digits": r"[A-Z]-?\d{6}|\d{6}[A-Z]",
    "old date": rf"(?:[-/.] ?|[^ ] ){_YEAR}(?:[^\w:/-]|$)|{_YEAR} ?[-/.] ?\d",
    "degrees": r"\d ?[°º]|\d (?:degree|درج)",
    "two decimals": r"\d\.\d\d",
    "four decimals": r"\d\.\d{4}",
    # of the globe beside a number, decimal commas, plus codes, squares of maps
    "quarter": rf"\d,[NS],|\d,\d{{4}}|\d ?[°\"']?[NSEW]\b|\b[NSEW] ?\d|{_PLUS}\+{_PLUS}|\d[A-Z] ?(?:[A-Z]{{2}} )?\d{{3}}",
    "four numbers": rf"\d{_DOT}\d{{1,3}}{_DOT}\d{{1,3}}{_DOT}\d",
    "two colons": r":[0-9A-Fa-f]{0,4}:",
    "postcode": r"[A-Z]\d[A-Z\d]? ?\d[A-Z]{2}",
}
_CODES = {
    "uuid": r"[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-",
    "hexadecimal pairs": r"(?i)(?:[0-9A-F]{2}[:-]){4}|(?:[0-9A-F]{2} ){4}|(?:[0-9A-F]{2}\.){4}|[0-9A-F]{4}\.[0-9A-F]{4}\.[0-9A-F]{4}",
    "base 32": r"(?:[A-Z2-7]{4}[ -]){3}",
    "plus code": rf"{_PLUS}{{4}}\+{_PLUS}{{2}}",
    "letters for digits": rf"(?:{_FACE}[ .()-]?){{3}}{_MIXED}|{_MIXED}(?:[ .()-]?{_FACE}){{3}}",
}
_RUNS = {
    "run": r"[A-Za-z0-9+/=_-]{15}",
    "long run": r"[A-Za-z0-9+/_-]{20}",
    "digit and sign": r"\d\S*[!@#$%^&*+~?]|[!@#$%^&*+~?]\S*\d",
}


def _set_of(parts: dict[str, str]) -> "re2.Set":
    known = re2.Set.SearchSet()
    for pattern in parts.values():
        known.Add(pattern)
    known.Compile()
    return known


_GROUPS = [(_set_of(parts), list(parts)) for parts in (_WORDS, _NUMBERS, _CODES, _RUNS)]


def shapes(text: str) -> frozenset[str]:
    """Say which parts a plain text has."""
    raw = text.encode("utf-8", "surrogatepass")
    return frozenset([names[place] for known, names in _GROUPS for place in known.Match(raw) or ()])
