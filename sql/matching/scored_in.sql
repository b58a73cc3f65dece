copy match_scored (line, master_id, other, score, verdict, why) from stdin (format csv, header)
