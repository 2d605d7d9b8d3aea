"""The state of a page as a frozen record whose fields describe themselves, and its two-way translation into a link."""
