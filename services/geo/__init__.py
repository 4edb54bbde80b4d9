"""Places: datum shift, boundaries, which grid a point lies in, area geometry, the demo district. No network, no Qt."""
