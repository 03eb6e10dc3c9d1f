"""Whole screens. Those besides the reader itself know no library: data and callables are given to them."""
