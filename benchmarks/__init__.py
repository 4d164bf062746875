"""Benchmarks: each prints ratios against a bare baseline that runs in the same run. `make bench`."""
