"""Quality: row rules, Great Expectations suites from the dictionary, scores, gates, reports."""
