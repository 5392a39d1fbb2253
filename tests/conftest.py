"""What every pytest of the checkout shares: the record of results by feature and invariant."""

pytest_plugins = ["tests.results"]
