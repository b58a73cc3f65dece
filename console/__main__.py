"""`python -m console`, which `./siku` runs."""

from console.main import main

main()
