"""What is shipped of GeoNames is what its source gives, and what is asked of it is there."""

import gzip
import importlib.util
from pathlib import Path

from entrevue.atlas import geonames
from entrevue.atlas.codes import alpha3

ROOT = Path(__file__).parents[1]


def test_the_file_is_the_one_that_its_source_gives() -> None:
    spec = importlib.util.spec_from_file_location("making", ROOT / "bench" / "geonames.py")
    assert spec is not None
    assert spec.loader is not None
    making = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(making)
    shipped = gzip.decompress(making.TARGET.read_bytes())
    assert shipped == gzip.decompress(making.content()), "make it anew: python bench/geonames.py"


def test_cities_and_capitals_are_there() -> None:
    rabat = next(city for city in geonames.cities() if (city.name, city.country) == ("Rabat", "MA"))
    assert (round(rabat.latitude), round(rabat.longitude)) == (34, -7)
    assert "الرباط" in rabat.others
    assert geonames.states()["MA"].capital == "Rabat"
    assert alpha3("MA") == "MAR"
    assert len(geonames.cities()) > 30_000
