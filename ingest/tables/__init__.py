"""Tables as cells: ruled, without lines, over several pages."""
