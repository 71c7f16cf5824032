"""Benchmarks: this program, the least that could do its work, and its peers, on one machine.

`hubung bench …` runs them from a checkout. Every measurement is a process of its own over a
throw-away installation, so nobody's database is touched and nothing is shared but the machine.

The modules that a peer's interpreter also runs (`samples`, `measure`, `peers.*`) use the standard
library only.
"""
