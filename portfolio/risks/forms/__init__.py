"""Forms of the risk register, one module for each thing they are of."""
