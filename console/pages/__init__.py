"""Pages: each joins parts that draw to the data they show, and turns intentions into commands."""
