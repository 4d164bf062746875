"""Simulation: a live-chat queue on a virtual clock, run by the product's own routing, for people and benchmarks."""
