"""Storage: the only package that speaks SQL; it keeps what the ports of `claims` describe."""
