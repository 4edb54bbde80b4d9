"""Micro-limits of a stage as timers: when one runs out the case is marked and the supervisors are told; nothing moves."""

STAGE_FLAG = "stage_late"
