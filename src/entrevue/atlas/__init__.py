"""The atlas: states, demonyms, metonyms, cities, agencies and organisations, found in text.

Names of states come from CLDR (through Babel), cities from GeoNames (CC BY 4.0; `geonames`), the rest from
the tables beside this module. What is found is what the text names; what it stands for is marked by its kind.
"""

from entrevue.atlas.lookup import Atlas, load_atlas

__all__ = ["Atlas", "load_atlas"]
