"""The risk register: every query and every write, in files named by what they do."""
