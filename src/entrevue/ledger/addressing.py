"""Which web addresses are one: the same page with or without www, https, a closing slash, or what a share button adds.

The names of parameters are matched whole and listed here. Libraries that clean addresses take out whatever begins with
"cid", "eid", "uid" or "source" too; with old content systems these tell the articles of a paper apart, and a report must
never become a version of another.
"""

import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_LONGEST = 2_000  # characters: a longer address is compared as it stands
# Parameters with which newsletters, networks and measuring services mark where a reader came from (as in the query
# stripping lists of Mozilla, Brave and AdGuard, those of one shop or mailer left out), and those of sessions, of
# comment forms and of pages made for printing or for AMP.
_TRACKING = re.compile(
    r"utm_\w+|itm_\w+|mtm_\w+|pk_\w+|piwik_\w+|matomo_\w+|at_(?:medium|campaign\w*|custom\w*|format|link\w*|send_date|creation|variant|emailtype|recipient\w*|type)"
    r"|(?:fb|g|dc|yc|ysc|tw|tt|msclk|y)lid|fbclid|gclid|gclsrc|msclkid|(?:wbra|gbra)id|igsh(?:id)?|li_fat_id|srsltid|epik"
    r"|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|__hs(?:tc|sc|fp)|hsctatracking|vero_(?:id|conv)|oly_(?:anon|enc)_id|sc_campaign"
    r"|s_cid|xtor|xtref|xts|xtcr|ref_(?:src|url)|cmp(?:id)?|ocid|ns_(?:mchannel|source|campaign|linkname|fee)|wt[._]mc(?:_\w+)?"
    r"|_g[al]|guccounter|guce_referrer\w*|__twitter_impression|fb_(?:ref|source|action_\w+)|spm|mibextid"
    r"|phpsessid|jsessionid|aspsessionid\w*|replytocom|share|amp|outputtype|print|printable",
    re.IGNORECASE,
)
_HOSTS = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.])")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_AMP = re.compile(r"(?:/amp|\.amp)(?=\.html?$|$)")
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_PORTS = frozenset((None, 80, 443))


def identity_of(url: str) -> str:
    """What all addresses of one page have in common: "www.a.example/x/?utm_source=y#z" is "a.example/x".

    An address that is none of http or https, or that is malformed, stands for itself without its fragment.
    """
    plain = url.strip().partition("#")[0]
    try:
        parts = urlsplit(plain)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return plain
    if parts.scheme.lower() not in {"http", "https"} or not host or len(plain) > _LONGEST:
        return plain
    path = _AMP.sub("", _INDEX.sub("", _SESSION.sub("", _spelt(parts.path))).rstrip("/"))
    asked = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted((name, value) for name, value in asked if not _TRACKING.fullmatch(name)), errors="replace")
    named = _HOSTS.sub("", _ascii(host)) + ("" if port in _PORTS else f":{port}")
    return f"{named}{path}?{query}" if query else f"{named}{path}"


def _spelt(path: str) -> str:
    """A path in one spelling: the same letters quoted the same way, single slashes."""
    return quote(
        unicodedata.normalize("NFC", unquote(re.sub("/+", "/", path))), safe="/:@!$&'()*+,;=~-._", errors="replace"
    )


def _ascii(host: str) -> str:
    """A name as it is asked for in the network."""
    try:
        return host.lower() if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.lower()
