"""What every pytest of the checkout shares: the record of results by feature and invariant, and the profile
of long random runs."""

pytest_plugins = ["tests.results", "tests.random_days"]
