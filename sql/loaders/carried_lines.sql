-- In which line a row that came before stands now.
SELECT former, line FROM {carried} WHERE former = any(%(lines)s)
