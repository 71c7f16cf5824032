"""Open311 GeoReport v2 at `/open311/v2/`: civic applications report and follow with one standard.

The specification is at https://wiki.open311.org/GeoReport_v2; where we differ from it, and why, is
decision 0014.
"""
