"""What all tests share: a test says what happens, never in how many milliseconds."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
