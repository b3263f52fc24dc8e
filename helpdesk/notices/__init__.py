"""Service notices: composed in both languages, aimed without naming anybody, mailed in batches, read by everybody."""
