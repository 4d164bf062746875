"""`python -m benchmarks`: runs every benchmark."""

from benchmarks.load import main

if __name__ == "__main__":
    main()
