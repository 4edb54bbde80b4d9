"""The administration page 系统: working calendar, category standards, matter admission, tier policies."""
