"""Published fact-checks in: files and pages parsed into rulings, each with the place it came from."""
