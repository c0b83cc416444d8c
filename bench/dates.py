"""Quality of the date reader, beside the marks of others. Run: `python bench/dates.py`.

Two measures. On our own phrases (`tests/cases/dates/*.jsonl`) a phrase is right when the reader finds a date there with
the expected kind, start and end, or none where none is. On MEANTIME, whose spans are given, a day expression is right
when its value is the annotated day, and any other expression is wrong when it is given a day. MEANTIME lies outside
the project: `--meantime PATH` names the file.
"""

import argparse
import json
import re
import time
from pathlib import Path
from typing import Any

from entrevue.domain.dates import PartialDate, Precision
from entrevue.domain.mentions import DateMention
from entrevue.languages.dates import load_dates
from entrevue.mentions.dates import date_at, find_dates

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases" / "dates"
MEANTIME = ROOT.parent / "shared" / "bench" / "dates" / "meantime.jsonl"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# As published by a comparison made in November 2026 with other phrases and corpora: value accuracy in percent.
PUBLISHED = (
    ("tool", "80 phrases fr", "80 phrases en", "TempEval-3 value F1", "FTiB value F1"),
    ("HeidelTime with tagger", ".600", ".825", ".926", ".799"),
    ("chrono", ".600", ".675", ".571", ".651"),
    ("Microsoft recognizers", ".550", ".650", ".616", ".425"),
    ("Duckling", ".525", ".525", ".482", ".552"),
    ("dateparser search", ".600 (24 false)", ".625 (13 false)", ".500", ".293"),
    ("parsedatetime", ".225", ".200", ".043", ".463"),
    ("timexy", ".050", ".025", ".000", ".050"),
)


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def is_dateline(row: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Tell whether an expression is a line of its own: the article's dateline."""
    return bool(
        re.search(rf"\n{re.escape(gold['quote'])} *\n", row["text"][max(0, gold["start"] - 1) : gold["end"] + 2])
    )


def published_of(row: dict[str, Any]) -> PartialDate | None:
    """Give the publication date of a MEANTIME article, or its dateline; one article is annotated day first."""
    dateline = next((gold["value"] for gold in row["expressions"] if is_dateline(row, gold)), None)
    said = row["published"] or dateline or ""
    backwards = re.fullmatch(r"(\d{2})-(\d{2})-(\d{4})", said)
    return date("-".join(reversed(backwards.groups())) if backwards else said)


def found_at(case: dict[str, Any], mentions: tuple[DateMention, ...]) -> DateMention | None:
    """Give the first mention that overlaps the phrase of a case."""
    start, end = case["at"], case["at"] + len(case["phrase"])
    return next((mention for mention in mentions if mention.start < end and start < mention.end), None)


def is_right(case: dict[str, Any], mention: DateMention | None) -> bool:
    """Tell whether a mention says what a case expects: kind, start, end, and days where the case counts them."""
    if case["kind"] == "none":
        return mention is None
    if case["kind"] == "unknown":
        return mention is None or mention.span is None
    if mention is None or mention.kind != case["kind"] or ("days" in case and mention.days != case["days"]):
        return False
    span = mention.span
    start, end = (str(span.start), str(span.end)) if span else (None, None)
    return (start, end) == (case["start"], case["end"])


def own_phrases(code: str) -> tuple[int, list[tuple[dict[str, Any], DateMention | None]]]:
    """Count the phrases of a language there are, and the wrong ones with what was found."""
    pack, cases, wrong = load_dates(code), read_lines(CASES / f"{code}.jsonl"), []
    for case in cases:
        mention = found_at(case, find_dates(case["text"], pack, published=date(case["published"])))
        if not is_right(case, mention):
            wrong.append((case, mention))
    return len(cases), wrong


def meantime(path: Path) -> dict[str, Any]:
    """Count days right, and days given to what is none; datelines are left out, clock times counted apart."""
    pack = load_dates("en")
    days = right = others = given = clocks = 0
    missed: list[str] = []
    for row in read_lines(path):
        for gold in row["expressions"]:
            if is_dateline(row, gold):
                continue
            if gold["type"] == "TIME" and _DAY.match(gold["value"]):
                clocks += 1
                continue
            mention = date_at(row["text"], gold["start"], gold["end"], pack, published=published_of(row))
            span = mention.span
            day = str(span.start) if span and span.start.precision is Precision.DAY else None
            if gold["type"] == "DATE" and _DAY.fullmatch(gold["value"]):
                days += 1
                right += day == gold["value"]
                if day != gold["value"]:
                    missed.append(f"{row['published']} {gold['quote']!r} is {gold['value']}, read as {day}")
            else:
                others += 1
                given += day is not None
                if day is not None:
                    missed.append(f"{row['published']} {gold['quote']!r} is {gold['value']}, given {day}")
    return {"days": days, "right": right, "others": others, "given": given, "clocks": clocks, "missed": missed}


def is_single_day(case: dict[str, Any]) -> bool:
    return case["kind"] == "day" and bool(case["published"])


def dateparser_phrases(code: str) -> tuple[int, int] | None:
    """Count what dateparser's search gets right of the phrases that are one full day; None without it."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        return None
    cases = [case for case in read_lines(CASES / f"{code}.jsonl") if is_single_day(case)]
    right = 0
    for case in cases:
        base = PartialDate.parse(case["published"])
        settings = {"RELATIVE_BASE": _noon(base), "PREFER_DATES_FROM": "past"}
        found = search_dates(case["text"], languages=[code], settings=settings) or []
        words = case["phrase"]
        right += any(value.date().isoformat() == case["start"] for quote, value in found if _shares(quote, words))
    return right, len(cases)


def _noon(base: PartialDate) -> Any:
    import datetime as dt

    return dt.datetime.combine(base.first, dt.time(12))


def _shares(quote: str, phrase: str) -> bool:
    return bool(set(re.findall(r"\w+", quote.lower())) & set(re.findall(r"\w+", phrase.lower())))


def speed(code: str) -> float:
    """Characters a second over the sentences of the cases, repeated to about 500,000 characters."""
    pack = load_dates(code)
    text = "\n".join(dict.fromkeys(case["text"] for case in read_lines(CASES / f"{code}.jsonl")))
    text *= 500_000 // len(text)
    begin = time.perf_counter()
    find_dates(text, pack, published=PartialDate(2024, 9, 25))
    return len(text) / (time.perf_counter() - begin)


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})"


def show_phrases(*, verbose: bool) -> None:
    print("own phrases in sentences, found in the text: kind, start and end right")
    for path in sorted(CASES.glob("*.jsonl")):
        total, wrong = own_phrases(path.stem)
        print(f"  {path.stem}: {share(total - len(wrong), total)}")
        other = dateparser_phrases(path.stem)
        if other:
            missed = sum(is_single_day(case) for case, _ in wrong)
            print(f"      single days with a publication date alone: {share(other[1] - missed, other[1])}")
            print(f"      dateparser search_dates on these: {share(*other)}")
        print(f"      {speed(path.stem) / 1000:,.0f} thousand characters a second")
        for case, mention in wrong if verbose else []:
            expected = f"{case['kind']} {case['start']} {case['end']}"
            print(f"      {case['published']} | {case['text']} | {case['phrase']!r}: {expected}; read {said(mention)}")


def said(mention: DateMention | None) -> str:
    if mention is None or mention.span is None:
        return "nothing" if mention is None else f"{mention.quote!r} {mention.kind}"
    return f"{mention.quote!r} {mention.kind} {mention.span.start} {mention.span.end}"


def show_meantime(path: Path, *, verbose: bool) -> None:
    if not path.is_file():
        print(f"MEANTIME skipped: no {path} (name it with --meantime)")
        return
    score = meantime(path)
    print("MEANTIME, English business news, spans given, datelines left out (NGEC's rule as published)")
    print(f"  day expressions right: {share(score['right'], score['days'])}; NGEC's rule 64 %")
    print(f"  others given a day: {share(score['given'], score['others'])}; NGEC's rule 100 %")
    print(f"  ({score['clocks']} clock times with a day are in neither)")
    for line in score["missed"] if verbose else []:
        print(f"    {line}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meantime", type=Path, default=MEANTIME, help="the MEANTIME lines")
    parser.add_argument("--verbose", action="store_true", help="name what is wrong")
    options = parser.parse_args()
    show_meantime(options.meantime, verbose=options.verbose)
    show_phrases(verbose=options.verbose)
    print("published figures of public tools on other phrases and corpora (not run here)")
    for row in PUBLISHED:
        print("  " + "  ".join(f"{cell:<22}" for cell in row).rstrip())


if __name__ == "__main__":
    main()
