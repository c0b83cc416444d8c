"""What holds for every test."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how long an example takes is the machine's matter
settings.load_profile("untimed")
