"""What the studio is about right now, as plain data: the stair between the two floors."""
