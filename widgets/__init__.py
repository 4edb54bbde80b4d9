"""Parts that draw: they are given values, emit intentions and know no source of data."""
