"""The lawful disclosure desk: what an authority may be given, who agreed, what it got, when the person reads it."""
