"""Redaction: finds secrets in a text from outside and masks them before anything else sees it."""
