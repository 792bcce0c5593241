"""Programs that judge the whole service and print a report of their own: attack, faults, fuzz, quality."""
