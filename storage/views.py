"""Read-only shapes for pages."""
