"""The roll of voters: who turns out to be whom, and who leaves it with all that was theirs."""
