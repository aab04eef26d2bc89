"""What is claimed about speed, measured beside what people would use instead."""
