#!/usr/bin/env python3
"""Turns the flattened contract history into the tables of this data package.

    python3 make.py contract_events.csv

Writes contracts.csv.gz, amendments.csv and outcomes.csv beside itself and prints the counts that
README.md quotes. Standard library only; the same input gives the same bytes.
"""

import collections
import csv
import datetime
import gzip
import io
import os
import sys

WATCHED_DAYS = 730  # how long after its signing a contract is looked at


def write(name, headers, rows):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(headers)
    out.writerows(rows)
    data = text.getvalue().encode()
    with open(path, "wb") as file:
        # No time and no name in the header: the same input gives the same bytes.
        file.write(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = [{key: value.strip() for key, value in row.items()} for row in csv.DictReader(file)]

    originals, repeated = {}, 0
    for row in rows:
        if row["is_amendment"] == "0":
            repeated += row["contract_id"] in originals
            originals.setdefault(row["contract_id"], row)

    # Some suppliers are persons trading under their own name: a number tells as much.
    suppliers = {}
    contracts = []
    for key, row in originals.items():
        name = " ".join(row["supplier"].upper().split())
        number = suppliers.setdefault(name, f"S{len(suppliers) + 1:05d}") if name else ""
        signed = datetime.date.fromisoformat(row["event_date"])
        contracts.append([
            key, row["ocid"], signed.isoformat(),
            (signed + datetime.timedelta(days=WATCHED_DAYS)).isoformat(),
            number, row["supplier_region"], row["buyer_region"], row["gsin"], row["gsin_desc"],
            row["method"], row["justification"], row["amount_cad"], row["contract_end"]])

    kept, without, early, seen = [], collections.Counter(), 0, collections.Counter()
    for row in rows:
        if row["is_amendment"] == "0":
            continue
        original = originals.get(row["contract_id"])
        if original is None:
            without[row["contract_id"]] += 1
            continue
        early += row["event_date"] < original["event_date"]
        key = f"{row['contract_id']}#{row['is_amendment']}"
        seen[key] += 1
        if seen[key] > 1:
            key += f".{seen[key]}"
        kept.append([key, row["contract_id"], row["is_amendment"], row["event_date"]])

    write("contracts.csv.gz",
          ["contract_id", "process_id", "signed_on", "watched_until", "supplier",
           "supplier_region", "buyer_region", "gsin", "gsin_description", "method",
           "justification", "amount", "contract_end"], contracts)
    write("amendments.csv", ["amendment_id", "contract_id", "number", "amended_on"], kept)
    write("outcomes.csv", ["contract_id", "happened", "recorded", "state"],
          [[contract, date, date, "amended"] for _, contract, _, date in kept])

    per_contract = collections.Counter(row[1] for row in kept)
    print(f"contracts {len(contracts)} (original row repeated {repeated}), suppliers {len(suppliers)}")
    print(f"amendments {len(kept)}, dated before the original {early}, numbered with letters "
          f"{sum(not row[2].isdigit() for row in kept)}")
    print(f"left out: {len(without)} contracts without an original row, {sum(without.values())} amendments")
    print(f"contracts with two or more amendments {sum(n >= 2 for n in per_contract.values())}")
    print(f"dates {min(row[2] for row in contracts)} to {max(row[3] for row in kept)}, signed before 2012 "
          f"{sum(row[2] < '2012' for row in contracts)}")


if __name__ == "__main__":
    main()
