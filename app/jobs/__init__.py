"""The runner of jobs, and which use case each job is."""
