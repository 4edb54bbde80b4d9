"""The typed messages both programs speak."""
