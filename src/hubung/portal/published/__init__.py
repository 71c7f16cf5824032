"""`/kinerja/`: how the ministry does, the bad figures too."""
