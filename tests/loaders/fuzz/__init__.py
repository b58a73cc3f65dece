"""Files that are nearly right: what no reader may crash over, hang on, or half load."""
