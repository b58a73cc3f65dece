"""From a delivered file to standardised, staged records: contracts, readers, elements, quarantine."""
