"""How long services really take: handed in by whoever provides them, published for everybody."""
