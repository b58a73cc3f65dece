"""From a delivered file to staged records: contracts, readers, elements, quarantine."""
