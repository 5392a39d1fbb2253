"""What follows from a write to records: rules of the product that speak of several features at once."""
