"""Real servers for the tests, where the environment names none.

The suites run against real parts: PostgreSQL, nginx and MinIO (S3-compatible storage). Each module starts its
server below a folder of its own on a free port, and stops it. An address in the environment (`TEST_DATABASE_URL`,
`TEST_S3_URL`) is used instead.
"""
