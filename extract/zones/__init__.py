"""What stands where: segments, zones of head and closing, the outline, items as a tree."""
