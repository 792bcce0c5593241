"""The runners of checks/ and bench/ work, and hold their floors."""
