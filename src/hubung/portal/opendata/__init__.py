"""`/data/`: the catalogue of open data."""
