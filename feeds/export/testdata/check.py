"""Holds exported files against what other programs find in them; see .ci/export."""
import json
import sys
import warnings

warnings.filterwarnings("ignore")
folder = sys.argv[1]
failed = 0
passed = 0


def check(what, got, want):
    global passed, failed
    ok = got == want
    passed, failed = passed + ok, failed + (not ok)
    print("ok  " if ok else "FAIL", what, got, "" if ok else f"want {want}")


import pm4py

log = pm4py.read_xes(f"{folder}/permits.xes", show_progress_bar=False)
check("xes cases", log["case:concept:name"].nunique(), 1434)
check("xes events", len(log), 8577)
check("xes variants", len(pm4py.get_variants(log)), 116)

ocel = pm4py.read_ocel2_json(f"{folder}/permits.ocel.json")
steps = ocel.events[ocel.events["type"] == "case.step_performed/1"]
check("ocel cases", int((ocel.objects["ocel:type"] == "case").sum()), 1434)
check("ocel steps", len(steps), 8577)
known = set(ocel.objects["ocel:oid"])
check("ocel relations to objects that are not there", len(set(ocel.relations["ocel:oid"]) - known), 0)

import duckdb

db = duckdb.connect()
db.execute(f"CREATE VIEW cases AS SELECT * FROM '{folder}/county.parquet'")
with open(f"{folder}/figures.json") as f:
    figures = {x["id"]: x for x in json.load(f)["figures"] if x.get("unit") != "USD"}
LIMITED = "status = 'closed' AND result <> 'without_due'"
for figure, numerator, denominator in [
    ("accepted", "count(*) FILTER (accepted_on IS NOT NULL AND status <> 'annulled')", None),
    ("closed", "count(*) FILTER (status = 'closed')", None),
    ("open", "count(*) FILTER (status = 'open')", None),
    ("returned", "count(*) FILTER (status = 'returned')", None),
    ("withdrawn", "count(*) FILTER (status = 'withdrawn')", None),
    ("closed_early", "count(*) FILTER (status = 'closed' AND closed_on < due_on)", None),
    ("closed_late", "count(*) FILTER (status = 'closed' AND closed_at > due_at)", None),
    ("closed_without_due", "count(*) FILTER (status = 'closed' AND due_at IS NULL)", None),
    ("on_time_rate", "count(*) FILTER (status = 'closed' AND closed_at <= due_at)", f"count(*) FILTER ({LIMITED})"),
    ("early_rate", "count(*) FILTER (result = 'early')", f"count(*) FILTER ({LIMITED})"),
    ("immediate_rate", "count(*) FILTER (handling = 'immediate' AND accepted_on IS NOT NULL AND status <> 'annulled')",
     "count(*) FILTER (accepted_on IS NOT NULL AND status <> 'annulled')"),
    ("mean_actual_days", f"sum(worked_days) FILTER ({LIMITED})", f"count(*) FILTER ({LIMITED})"),
    ("mean_calendar_days", "sum(calendar_days) FILTER (status = 'closed')", "count(*) FILTER (status = 'closed')"),
    ("speed_up", f"sum(limit_days - worked_days) FILTER ({LIMITED})", f"sum(limit_days) FILTER ({LIMITED})"),
    ("fee_charges", "sum(charges) FILTER (status <> 'annulled')", None),
]:
    want = figures[figure]
    n, d = db.sql(f"SELECT {numerator}, {denominator or 'NULL'} FROM cases").fetchall()[0]
    check(f"parquet {figure}", (int(n), d and int(d)), (want["numerator"], want["denominator"]))

import frictionless

report = frictionless.validate(f"{folder}/county.zip")
for error in report.flatten(["title", "rowNumber", "fieldName", "message"])[:10]:
    print(error)
check("data package", report.valid, True)

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
