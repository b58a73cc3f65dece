copy match_listed (line, master_id) from stdin (format csv, header)
