"""What the map's picture says at each node and line, on the screen and to a screen reader."""
