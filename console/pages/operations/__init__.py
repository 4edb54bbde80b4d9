"""The Operations page: queue left, map in the middle, tiers right, the selected case under the queue."""
