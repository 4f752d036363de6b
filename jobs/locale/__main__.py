"""`python -m jobs.locale`: gather, merge, compile, and name what is not translated yet."""

import sys

from jobs.locale import catalogue
from jobs.locale.extract import wanted


def main() -> int:
    missing = 0
    for path in catalogue.files():
        merged = catalogue.merged(catalogue.load(path), wanted())
        merged.save(str(path))
        merged.save_as_mofile(str(path.with_suffix(".mo")))
        untranslated = [entry.msgid for entry in merged if not all(catalogue.translations(entry))]
        missing += len(untranslated)
        sys.stdout.writelines(f"not translated: {text!r}\n" for text in untranslated)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
