"""The example: Ekmarka, a municipality that does not exist, with half a year of work behind it."""
