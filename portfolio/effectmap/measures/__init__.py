"""How measures stand: what an effect's figures say of its path, where they lead, and the picture of that."""
