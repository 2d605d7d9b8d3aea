"""Proofs by intervals: convexity, complete lists of critical points, and the least loss of a window."""

from playground.engine.proofs.certificate import Certificate, certify
from playground.engine.proofs.enclosure import Enclosure, of_expression, of_least_squares
from playground.engine.proofs.roots import Root

__all__ = ["Certificate", "Enclosure", "Root", "certify", "of_expression", "of_least_squares"]
