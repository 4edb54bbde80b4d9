"""Figures and documents made from what is stored."""
