"""The business passes to another company: who agreed, the sealed archive of what is lawfully held, who was told."""
