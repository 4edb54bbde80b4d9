"""What the command line starts: each program puts its parts together, runs, and says in one sentence why it cannot."""
