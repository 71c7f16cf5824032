"""Properties are about truth, not speed: no example fails for being slow on a busy machine."""

from hypothesis import settings

settings.register_profile("hubung", deadline=None)
settings.load_profile("hubung")
