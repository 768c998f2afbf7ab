"""The reference workload: its files, a model of it, and a stop watch; for the scripts beside."""
import csv, os, shutil, subprocess, sys, time

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference")
WATCHPOST = os.environ.get("WATCHPOST_BINARY", ".build/release/watchpost")
AS_OF = "2024-12-31"


def generated(folder, projects):
    """The workload's CSV files, made once, with our description of them beside."""
    if not os.path.exists(f"{folder}/outcomes.csv"):
        subprocess.run([sys.executable, f"{HERE}/gen.py", folder, str(projects)], check=True)
    for name in ("datapackage.yaml", "features.yaml"):
        shutil.copy(f"{HERE}/{name}", folder)
    return folder


def trained(work):
    """A linear model over the 41 features, fitted on a small sample of the same workload."""
    model = f"{work}/model.json"
    sample = generated(f"{work}/sample", 20000)
    subprocess.run(
        [WATCHPOST, "features", sample, "--as-of", AS_OF, "-o", f"{work}/sample.csv"], check=True,
        stdout=subprocess.DEVNULL)
    with open(f"{sample}/outcomes.csv") as file:
        labels = {row["project_id"]: row["confirmed"] for row in csv.DictReader(file)}
    with open(f"{work}/sample.csv") as file, open(f"{work}/labelled.csv", "w") as out:
        reader = csv.DictReader(file)
        writer = csv.DictWriter(out, reader.fieldnames + ["confirmed"], lineterminator="\n")
        writer.writeheader()
        for row in reader:
            writer.writerow(row | {"confirmed": labels[row["project_id"]]})
    subprocess.run(
        [WATCHPOST, "train", f"{work}/labelled.csv", "--label", "confirmed", "--id", "project_id",
         "--kind", "logistic", "-o", model], check=True, stdout=subprocess.DEVNULL)
    return model


def timed(command):
    """Wall seconds, CPU seconds and peak MB of a command that must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[0]} failed: {errors.decode()[-2000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
