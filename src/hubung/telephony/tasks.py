"""What the worker knows of calls: which files their recordings need (`kernel.blobs.sweep`)."""

from hubung.telephony.recordings import keeping

__all__ = ["keeping"]
