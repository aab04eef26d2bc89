"""What people would use instead, each as a server of its own."""
