"""The ledger that the written questions are put to: persons in the news, in several spellings and scripts."""

from entrevue.wiring import Ledger
from tests.ledger.readings import Actor, Told, reading


def _who(name: str | None, office: str | None, body: str | None, state: str, part: str = "participant") -> Actor:
    return name, office, body, state, part


HAMMOUCHI = _who("Abdellatif Hammouchi", "directeur général de la DGST", "DGST", "MA", "host")
HAMMOUCHI_AR = _who("عبد اللطيف حموشي", "المدير العام", "DGST", "MA", "host")
BURNS = _who("William Burns", "directeur de la CIA", "CIA", "US", "visitor")
WRAY = _who("Christopher Wray", "FBI Director", "FBI", "US", "visitor")
HAINES = _who("Avril Haines", "Director of National Intelligence", "ODNI", "US")
BLINKEN = _who("Antony Blinken", "Secretary of State", None, "US")
AUSTIN = _who("Lloyd Austin", "Secretary of Defense", None, "US")
EMIE = _who("Bernard Émié", "directeur général de la sécurité extérieure", "DGSE", "FR")
MACRON = _who("Emmanuel Macron", "président de la République", None, "FR")
COLONNA = _who("Catherine Colonna", "ministre des Affaires étrangères", None, "FR")
FIDAN = _who("Hakan Fidan", "head of intelligence", "MIT", "TR")
ERDOGAN = _who("Recep Tayyip Erdoğan", "president", None, "TR")
BOURITA = _who("Nasser Bourita", "ministre des Affaires étrangères", None, "MA")
KAGAME = _who("Paul Kagame", "President", None, "RW")
BIRUTA = _who("Vincent Biruta", "foreign minister", None, "RW")
RUTO = _who("William Ruto", "President", None, "KE")
MUTUA = _who("Alfred Mutua", "foreign minister", None, "KE")
TSHISEKEDI = _who("Félix Tshisekedi", "président", None, "CD")
LAVROV = _who("Sergueï Lavrov", "ministre des Affaires étrangères", None, "RU")
SHOIGU = _who("Sergei Shoigu", "defence minister", None, "RU")
PATRUSHEV = _who("Nikolai Patrushev", "secretary of the Security Council", None, "RU")
WANG = _who("Wang Yi", "foreign minister", None, "CN")
XI = _who("Xi Jinping", "President", None, "CN")
SALMAN = _who("Mohammed bin Salman", "crown prince", None, "SA")
MODI = _who("Narendra Modi", "prime minister", None, "IN")
SUNAK = _who("Rishi Sunak", "prime minister", None, "GB")
CLEVERLY = _who("James Cleverly", "foreign secretary", None, "GB")
GNASSINGBE = _who("Faure Gnassingbé", "président", None, "TG")
BONGO = _who("Ali Bongo", "président", None, "GA")
OUATTARA = _who("Alassane Ouattara", "président", None, "CI")
TEBBOUNE = _who("Abdelmadjid Tebboune", "président", None, "DZ")
GUTERRES = _who("António Guterres", "secretary-general", "UN", "US")
STOLTENBERG = _who("Jens Stoltenberg", "secretary general", "NATO", "US")
GAULLE = _who("Charles de Gaulle", "président", None, "FR")

ENGAGEMENTS = (
    Told(kind="visit", start="2023-04-07", actors=(BURNS, HAMMOUCHI), topics=("la cybersécurité",)),
    Told(kind="meeting", start="2023-02-21", actors=(WRAY, HAMMOUCHI)),
    Told(kind="meeting", start="2022-06-13", country="US", city="Washington", actors=(HAINES, HAMMOUCHI)),
    Told(kind="meeting", start="2023-05-02", actors=(EMIE, HAMMOUCHI_AR)),
    Told(kind="meeting", start="2023-03-15", country="TR", city="Ankara", actors=(FIDAN, BURNS)),
    Told(kind="visit", start="2023-07-20", country="RW", city="Kigali", actors=(RUTO, KAGAME)),
    Told(kind="meeting", start="2023-04-19", country="KE", city="Nairobi", actors=(MUTUA, BIRUTA)),
    Told(kind="meeting", start="2022-11-02", country="FR", city="Paris", actors=(MACRON, KAGAME)),
    Told(kind="meeting", start="2023-03-04", country="CD", city="Kinshasa", actors=(MACRON, TSHISEKEDI)),
    Told(kind="call", start="2023-01-16", country=None, city=None, actors=(BLINKEN, BOURITA)),
    Told(kind="visit", start="2023-02-08", country="ML", city="Bamako", actors=(LAVROV,)),
    Told(kind="meeting", start="2023-03-20", country="RU", city="Moscow", actors=(XI, SHOIGU)),
    Told(kind="meeting", start="2023-02-22", country="RU", city="Moscow", actors=(WANG, PATRUSHEV)),
    Told(kind="conference", start="2023-05-19", country="JP", city="Hiroshima", actors=(MODI, SUNAK, MACRON)),
    Told(kind="visit", start="2023-06-16", country="FR", city="Paris", actors=(SALMAN, MACRON)),
    Told(kind="signing", start="2023-06-01", country="MA", city="Rabat", actors=(BOURITA, COLONNA)),
    Told(kind="meeting", start="2023-01-30", country="EG", city="Cairo", actors=(BLINKEN,)),
    Told(kind="visit", start="2024-09-10", country="GB", city="London", actors=(BLINKEN, CLEVERLY), status="planned"),
    Told(kind="visit", start="2021-06-19", country="TG", city="Lomé", actors=(BONGO, GNASSINGBE)),
    Told(kind="meeting", start="2023-07-27", country="RU", city="Moscow", actors=(OUATTARA, LAVROV)),
    Told(kind="visit", start="2023-06-13", country="RU", city="Moscow", actors=(TEBBOUNE, LAVROV)),
    Told(kind="meeting", start="2023-04-24", country="US", city="New York", actors=(LAVROV, GUTERRES)),
    Told(kind="meeting", start="2023-02-14", country="BE", city="Brussels", actors=(AUSTIN, STOLTENBERG)),
    Told(kind="meeting", start="2023-11-04", country="TR", city="Istanbul", actors=(ERDOGAN, STOLTENBERG)),
    Told(kind="visit", start="1963-05-19", country="GR", city="Athens", actors=(GAULLE,)),
    Told(kind="visit", start="2024-03-10", country="IN", city="New Delhi", actors=(SUNAK, MODI), status="cancelled"),
)


def fill(ledger: Ledger) -> None:
    """Record every engagement, each told by one publisher."""
    papers = ("Le Matin", "The New Times", "Hespress", "Daily Nation")
    for number, told in enumerate(ENGAGEMENTS):
        paper = papers[number % len(papers)]
        language = "en" if number % 2 else "fr"
        url = f"https://paper{number % len(papers)}.example/{number}"
        title = f"{paper} {number}"
        ledger.record(reading(told, url=url, publisher=paper, title=title, language=language, published="2024-09-15"))
