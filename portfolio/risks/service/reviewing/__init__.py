"""Reviews of risks in a meeting: begun, gone through by whoever has the right, closed, and kept for ever."""
