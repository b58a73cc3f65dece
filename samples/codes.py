"""Code lists and vocabularies the departments of the province write with."""

from typing import Final

from samples.vocabulary import rows, words

# GB/T 3304, 01 to 56.
ETHNIC_GROUPS: Final = words("ethnic_groups")

# GB/T 2261.2 code, and the word the police register uses.
MARITAL: Final = {10: "未婚", 21: "初婚", 22: "再婚", 23: "复婚", 30: "丧偶", 40: "离婚"}

# GB/T 4658: code, word, share among adults.
EDUCATION: Final = [(code, word, float(share)) for code, word, share in rows("education")]

# GB/T 6565: code, word, share among those who work.
OCCUPATIONS: Final = [(code, word, float(share)) for code, word, share in rows("occupations")]

# GB/T 4754: class, its word in a company's name, share.
INDUSTRIES: Final = [(code, word, float(share)) for code, word, share in rows("industries")]
BANKING: Final = ("6621", "6812")

# Code, name, English name, unit, frequency, topic, department, a county's level, growth a year.
INDICATORS: Final = rows("indicators", "|")

ROADS: Final = words("roads")
PLACE_FIRST: Final = list(words("place_first")[0])
PLACE_SECOND: Final = list(words("place_second")[0])
HAMLETS: Final = words("hamlets")

COMPANY_FIRST: Final = words("company_first")
COMPANY_SECOND: Final = words("company_second")
# A third of the names have a third character.
COMPANY_THIRD: Final = ["", "", "", "", *words("company_third")[0]]

SCHOOLS: Final = words("schools")
GRADES: Final = words("grades")
CAUSES_OF_DEATH: Final = rows("causes_of_death")
TREES: Final = words("trees")
WATER_KINDS: Final = words("waters")
