-- At once or not at all: nobody who is reading is kept waiting.
lock table {table} in access exclusive mode nowait
