"""A public labelled set of Chinese records of persons and companies, for comparing matchers."""
