"""HTTP: pages, bundles, sign-in and health."""
