"""Sources that bring cases in: other systems' posts, files, replays and the demo's rainstorm."""
