"""Compares our features with what databases make of the SQL we print, cell by cell.

usage: parity.py WORK_FOLDER [PROJECTS] [DIALECT,…]      default: 20000 projects, every database
       parity.py worlds FOLDER                           the random worlds of the tests

For each data set of `Datasets/` and for the reference workload: the clean tables are loaded into
DuckDB, PostgreSQL and SQLite, the text of `watchpost features --sql` is run there on several dates,
and each cell is compared with the table that `watchpost features` writes. Counts, dates, texts,
truths, extremes and sums of money and integers have to be equal; other numbers may differ by 1e-9
of their size, for libraries round differently and add up in another order.

The random worlds are those that `WATCHPOST_WORLDS=FOLDER swift test --filter ParityTests` wrote.

PostgreSQL is a server of our own: in a temporary folder, reached by a socket there, run by a user
who is not root, and stopped afterwards.
"""
import csv, glob, json, os, pwd, re, shutil, sqlite3, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
WATCHPOST = os.environ.get("WATCHPOST_BINARY", os.path.join(ROOT, ".build/release/watchpost"))
DATES = {
    "district": ["2020-03-31", "2023-06-30", "2024-12-31"],
    "nyc-school-construction": ["2016-01-01", "2022-01-01", "2024-06-30"],
    "canada-contracts": ["2011-01-31", "2013-06-30", "2014-07-16"],
    "workload": ["2023-06-30", "2024-12-31"],
}


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
    return done.stdout


class DuckDB:
    def __init__(self, folder, clean):
        import duckdb
        self.title = f"DuckDB {duckdb.__version__}"
        self.database = duckdb.connect()
        here = os.getcwd()
        os.chdir(clean)
        self.database.execute(open("load.duckdb.sql").read())
        os.chdir(here)

    def rows(self, statement):
        cursor = self.database.execute(statement)
        return [column[0] for column in cursor.description], cursor.fetchall()

    def close(self):
        self.database.close()


class SQLite:
    def __init__(self, folder, clean):
        self.title = f"SQLite {sqlite3.sqlite_version}"
        path = os.path.join(folder, "parity.sqlite")
        if os.path.exists(path):
            os.remove(path)
        run("sqlite3", path, ".read load.sqlite.sql", cwd=clean)
        self.database = sqlite3.connect(path)

    def rows(self, statement):
        cursor = self.database.execute(statement)
        return [column[0] for column in cursor.description], cursor.fetchall()

    def close(self):
        self.database.close()


class PostgreSQL:
    server = None

    @classmethod
    def start(cls):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        path = found[-1] if found else shutil.which("initdb")
        if not path:
            sys.exit("parity: no initdb; apt-get install postgresql")
        cls.bin = os.path.dirname(path)
        cls.folder = tempfile.mkdtemp(prefix="parity-")
        cls.user = []
        if os.geteuid() == 0:  # the server refuses to be run by root
            owner = "postgres" if "postgres" in [p.pw_name for p in pwd.getpwall()] else "nobody"
            shutil.chown(cls.folder, owner)
            cls.user = ["setpriv", f"--reuid={owner}", "--clear-groups", f"--regid={pwd.getpwnam(owner).pw_gid}"]
        data = f"{cls.folder}/data"
        run(*cls.user, f"{cls.bin}/initdb", "-D", data, "-U", "parity", "-A", "trust", "-E", "UTF8",
            "--no-sync", "--locale=C.UTF-8", cwd=cls.folder)
        options = f"-k {cls.folder} -c listen_addresses='' -c fsync=off -c max_wal_size=4GB -c work_mem=256MB"
        subprocess.run(
            [*cls.user, f"{cls.bin}/pg_ctl", "-D", data, "-w", "-l", f"{cls.folder}/log", "-o", options,
             "start"], check=True, cwd=cls.folder, stdout=subprocess.DEVNULL)
        cls.server = data

    @classmethod
    def stop(cls):
        if cls.server:
            run(*cls.user, f"{cls.bin}/pg_ctl", "-D", cls.server, "-m", "fast", "stop", cwd=cls.folder)
            shutil.rmtree(cls.folder)
            cls.server = None

    def psql(self, *arguments, **options):
        return run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "parity",
                   *arguments, **options)

    def __init__(self, folder, clean):
        if not self.server:
            self.start()
        self.title = "PostgreSQL " + self.psql("-d", "postgres", "-tAc", "SHOW server_version").split()[0]
        self.psql("-d", "postgres", "-c", "DROP DATABASE IF EXISTS data", "-c", "CREATE DATABASE data")
        self.psql("-d", "data", "-f", "load.postgres.sql", cwd=clean)
        self.psql("-d", "data", "-c", "ANALYZE")

    def rows(self, statement):
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(statement)
            file.flush()
            text = self.psql("-d", "data", "--csv", "-P", "null=\x01", "-f", file.name)
        rows = list(csv.reader(text.splitlines(keepends=True)))
        return rows[0], [[None if cell == "\x01" else cell for cell in row] for row in rows[1:]]

    def close(self):
        pass


DATABASES = {"duckdb": DuckDB, "postgres": PostgreSQL, "sqlite": SQLite}


def exact(declaration):
    """Whether a feature has to come out to the last digit."""
    if re.match(r"\((empty \S+ )?\(?from \[[^\]]*\] \((count|min|max|first|last) ", declaration):
        return True
    return re.match(r"\((empty \S+ )?\(?from \[[^\]]*\] \(sum \[\S+ (money|integer)[ \]]", declaration) is not None


def ours(data, date, out):
    run(WATCHPOST, "features", data, "--as-of", date, "--pack", "none", "-o", out)
    with open(out.replace(".csv", ".datapackage.json")) as file:
        fields = json.load(file)["resources"][0]["schema"]["fields"]
    with open(out, newline="") as file:
        reader = csv.reader(file)
        names = next(reader)
        rows = {row[0]: row for row in reader}
    return names, fields, rows


def same(kind, is_exact, left, right):
    """Whether our cell (text) and the database's agree; an empty cell is null."""
    if left == "" or right is None:
        return left == "" and right is None
    if kind in ("number", "integer"):
        left, right = float(left), float(right)
        return left == right or (not is_exact and abs(left - right) <= 1e-9 * max(abs(left), abs(right)))
    if kind == "boolean":
        return (left == "true") == (str(right).lower() in ("true", "t", "1"))
    return left == str(right)


def compare(data, name, dates, work, dialects):
    """Prints a line for each database and date; the number of cells that differ."""
    folder = f"{work}/parity/{name}"
    clean = f"{folder}/clean"
    os.makedirs(folder, exist_ok=True)
    subprocess.run([WATCHPOST, "check", data, "--clean", clean], stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    tables = {date: ours(data, date, f"{folder}/{date}.csv") for date in dates}
    wrong = 0
    for dialect in dialects:
        start = time.perf_counter()
        database = DATABASES[dialect](folder, clean)
        loaded = time.perf_counter() - start
        for date in dates:
            statement = run(WATCHPOST, "features", data, "--as-of", date, "--pack", "none", "--sql", dialect)
            start = time.perf_counter()
            names, rows = database.rows(statement)
            took = time.perf_counter() - start
            own, fields, expected = tables[date]
            if names != own:
                sys.exit(f"{name} {dialect}: columns {names} are not {own}")
            differing = [key for key in expected.keys() ^ {str(row[0]) for row in rows}]
            bad = len(differing)
            for key in differing[:3]:
                print(f"  {key} is only {'ours' if key in expected else 'theirs'}")
            kinds = [(f["type"], exact(f.get("watchpost", {}).get("declaration", ""))) for f in fields]
            for row in rows:
                mine = expected.get(str(row[0]))
                for column in range(1, len(names)) if mine else ():
                    if not same(*kinds[column], mine[column], row[column]):
                        bad += 1
                        if bad <= 5:
                            print(f"  {row[0]}.{names[column]}: ours {mine[column]!r}, theirs {row[column]!r}")
            wrong += bad
            print(f"{name:24} {database.title:18} {date}  {len(rows):>8,} rows × {len(names) - 1:>2}"
                  f"  load {loaded:6.1f} s  run {took:6.1f} s  {bad} differ", flush=True)
        database.close()
    return wrong


def differences(world, rows):
    """What differs between the answers of a world and rows of a database."""
    kinds = ["text"] + world["types"]
    expected = {answer[0]: answer for answer in world["answers"]}
    found = {str(row[0]): row for row in rows}
    for key in sorted(expected.keys() ^ found.keys()):
        yield f"{key} is only {'ours' if key in expected else 'theirs'}"
    for key in sorted(expected.keys() & found.keys()):
        for column, kind in enumerate(kinds):
            mine, theirs = expected[key][column], found[key][column]
            if mine is None or theirs is None:
                agree = mine is None and theirs is None
            elif kind in ("number", "integer", "money"):
                mine, theirs = float(mine), float(theirs)
                agree = abs(mine - theirs) <= max(1e-9 * max(abs(mine), abs(theirs)), 1e-290)
            elif kind == "boolean":
                agree = mine == (str(theirs).lower() in ("true", "t", "1"))
            else:
                agree = mine == str(theirs)
            if not agree:
                yield f"{key}: ours {mine!r}, theirs {theirs!r}\n    {world['declarations'][column - 1]}"


def in_duckdb(worlds):
    """The rows of each world in DuckDB, or what it says of the statement."""
    import duckdb
    for world in worlds:
        database = duckdb.connect()
        try:
            database.execute(world["duckdb"]["tables"])
            yield database.execute(world["duckdb"]["statement"]).fetchall()
        except duckdb.Error as error:
            yield str(error)
        database.close()


def in_postgres(worlds):
    """The rows of each world in PostgreSQL, or what it says of the statement."""
    PostgreSQL.start()
    server = PostgreSQL.__new__(PostgreSQL)
    for world in worlds:
        script = ("BEGIN;\nCREATE SCHEMA world;\nSET search_path = world;\n" + world["postgres"]["tables"]
                  + world["postgres"]["statement"] + "\nROLLBACK;\n")
        done = subprocess.run(
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", server.folder, "-U", "parity", "-d",
             "postgres", "--csv", "-t", "-P", "null=\x01"], input=script, capture_output=True, text=True)
        rows = csv.reader(done.stdout.splitlines(keepends=True))
        yield ([[None if cell == "\x01" else cell for cell in row] for row in rows]
               if done.returncode == 0 else done.stderr)
    PostgreSQL.stop()


def compare_worlds(folder):
    """Runs every world of a folder in DuckDB and PostgreSQL; the number that differ."""
    paths = sorted(glob.glob(f"{folder}/*.json"), key=lambda path: int(os.path.basename(path)[:-5]))
    worlds = [json.load(open(path)) for path in paths]
    wrong = 0
    for name, answers in (("DuckDB", in_duckdb(worlds)), ("PostgreSQL", in_postgres(worlds))):
        bad = 0
        for path, world, rows in zip(paths, worlds, answers):
            found = [rows] if isinstance(rows, str) else list(differences(world, rows))
            if found:
                bad += 1
                if bad <= 5:
                    print(f"  seed {os.path.basename(path)[:-5]} {found[0][:1500]}")
        cells = sum(len(world["types"]) * len(world["answers"]) for world in worlds)
        print(f"{name:10} {len(worlds):,} worlds, {cells:,} cells: {bad} worlds differ", flush=True)
        wrong += bad
    return wrong


def main():
    if sys.argv[1] == "worlds":
        try:
            sys.exit(1 if compare_worlds(sys.argv[2]) else 0)
        finally:
            PostgreSQL.stop()
    work = os.path.abspath(sys.argv[1])
    projects = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    dialects = sys.argv[3].split(",") if len(sys.argv) > 3 else list(DATABASES)
    workload = f"{work}/data-{projects}"
    if not os.path.exists(f"{workload}/outcomes.csv"):
        run(sys.executable, f"{HERE}/reference/gen.py", workload, str(projects))
    for name in ("datapackage.yaml", "features.yaml"):
        shutil.copy(f"{HERE}/reference/{name}", workload)
    wrong = 0
    try:
        for name, dates in DATES.items():
            data = workload if name == "workload" else os.path.join(ROOT, "Datasets", name)
            wrong += compare(data, name, dates, work, dialects)
    finally:
        PostgreSQL.stop()
    print("every cell agrees" if wrong == 0 else f"{wrong} cells differ")
    sys.exit(1 if wrong else 0)


main()
