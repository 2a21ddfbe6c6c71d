"""What the analyses of a map found, in sentences and rows for a page: one module for each analysis."""
