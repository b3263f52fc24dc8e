"""Working time, and the moments until which requests are to be answered and solved; knows no ticket."""
