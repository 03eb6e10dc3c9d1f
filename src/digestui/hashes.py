"""BLAKE2b without what `hashlib` brings: its OpenSSL takes 2 ms to load, which no command needs."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # a Python built another way
    from hashlib import blake2b

__all__ = ["blake2b"]
