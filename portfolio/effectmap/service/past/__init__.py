"""The map as it stood on a day, between two days, and as it was frozen."""
