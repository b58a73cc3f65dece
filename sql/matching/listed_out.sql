copy match_listed (line, master_id) to stdout (format csv, header)
