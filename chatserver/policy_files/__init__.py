"""The operator's promises as a file: `sla.yml`, its calendars and policies, read and checked."""
