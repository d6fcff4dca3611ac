"""What is learned from settled values: fits measured on documents kept apart, and truths to train on."""
