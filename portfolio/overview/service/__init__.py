"""What the other features know, gathered for whoever looks: every query of the overviews."""
