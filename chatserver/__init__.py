"""A live-chat server: a rule-based triage bot at the door, human agents behind it."""
