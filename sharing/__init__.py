"""What a department sees: agreements compiled to views, the API in front of them, its keys."""
