"""The studio's languages: the catalogue of each below `<language>/LC_MESSAGES`, and the tools that keep it true.

English is the source and needs no catalogue. `python -m jobs.locale` (or `make messages`) gathers every translatable
string, merges it into the `.po` files and compiles them; a test refuses whatever is missing afterwards. Only Python
and polib are needed, no gettext tools.
"""
