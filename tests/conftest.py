"""What every pytest of the checkout shares: the record of results by feature and invariant, the profile of
long random runs, the length of the soak, and the film of the working day."""

pytest_plugins = ["tests.results", "tests.random_days", "tests.soak_length", "tests.film_option"]
