"""The words of the field as frozen values; no input or output happens here."""
