"""Benchmarks that print ratios: Dossier beside a bare Django view, measured in one run."""
