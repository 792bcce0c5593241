"""What every web face needs: authentication, the write gate, problems, ETags, cursors, limits, the server itself."""
