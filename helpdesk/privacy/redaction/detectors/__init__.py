"""The detectors, each a small module; their order is their rank where findings overlap."""
