"""Typed text becomes a `Query` and a `Query` becomes text again. Pure; never raises."""
