"""Complaints: opened and followed by the customer, worked on at the desk."""
