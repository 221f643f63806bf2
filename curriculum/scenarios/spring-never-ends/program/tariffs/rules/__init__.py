"""One rule a file. A rule that ends is deleted, and nothing else is done."""
