"""Writes the tables of this package, which uses every key the descriptor has.

    python3 make.py

`frictionless validate datapackage.yaml` (frictionless 5.21) accepts the result.
"""

from pathlib import Path

HERE = Path(__file__).parent
PROJECTS = """项目编号;概算（万元）;计划竣工;实际竣工;形象进度;备注;开工;联系电话
p1;100;2024-01-01;X;PNS;"第一期;甲";是;555-0100
p2;1,5;2024-02-01;2024-05-06;3;;否;555-0101
p3;0,25;2024-03-01;;50;再建;;555-0102
"""
COMPLAINTS = """id,project_id,received_on,channel,again,people,weight
{0},p{0},{0}/3/2024 5:00:00 PM,visit,{1},{0},1.50
"""

(HERE / "projects.csv").write_bytes(PROJECTS.encode("gb18030"))
(HERE / "complaints_1.csv").write_text(COMPLAINTS.format(1, ""))
(HERE / "complaints_2.csv").write_text(COMPLAINTS.format(2, "1"))
(HERE / "outcomes.csv").write_text("project_id,happened,recorded,state\np1,2024-06-01,2024-07-01,confirmed\n")
