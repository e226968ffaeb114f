"""The domain: verdicts, submissions, decisions and reviews, in the standard library only."""
