"""The archive: documents by the hash of their bytes, their records, what people decided, the bin, backup."""
