"""The public pages: pure views, from verdicts and the texts of one language to HTML."""
