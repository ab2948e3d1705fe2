"""The site: pages that show, and hand what they are told to the inbox."""
