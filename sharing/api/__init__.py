"""The REST API: masters as of (valid, known), read through departments' views as they do."""
