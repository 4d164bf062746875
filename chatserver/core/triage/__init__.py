"""Triage: matches what a visitor said against the authors' intents and decides the bot's next words."""
