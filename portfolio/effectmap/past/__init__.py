"""Earlier maps: what is asked of them, what their picture says, and what differs between two."""
