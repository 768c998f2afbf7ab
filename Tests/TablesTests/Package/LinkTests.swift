import Tables
import Testing

@Suite struct LinkTests {
  private let projects = Resource(
    "projects",
    paths: ["p.csv"],
    fields: [Field("project_id")],
    primaryKey: ["project_id"],
    role: .entity
  )

  private func event(
    _ name: String,
    _ fields: [String],
    to target: String? = nil,
    by key: String = "",
    of: String = "",
    role: Role = .event
  ) -> Resource {
    Resource(
      name,
      paths: [],
      fields: fields.map { Field($0) },
      primaryKey: fields.first.map { [$0] } ?? [],
      foreignKeys: target.map { [ForeignKey([key], to: $0, [of])] } ?? [],
      role: role
    )
  }

  @Test func aFieldNamedLikeTheSubjectsKeyLeadsToIt() throws {
    let package = try DataPackage(
      name: "",
      folder: ".",
      resources: [projects, event("visits", ["id", "project_id"])]
    )
    #expect(
      package.links["visits"]?.hops == [
        .init(fields: ["project_id"], resource: "projects", targets: ["project_id"])
      ]
    )
    #expect(package.links["projects"] == nil)
  }

  @Test func twoHopsAreFound() throws {
    let package = try DataPackage(
      name: "",
      folder: ".",
      resources: [
        projects, event("contracts", ["contract_id", "project_id"]),
        event("changes", ["id", "contract"], to: "contracts", by: "contract", of: "contract_id"),
      ]
    )
    #expect(
      package.links["changes"]?.hops == [
        .init(fields: ["contract"], resource: "contracts", targets: ["contract_id"]),
        .init(fields: ["project_id"], resource: "projects", targets: ["project_id"]),
      ]
    )
  }

  @Test func theDirectWayIsPreferred() throws {
    let package = try DataPackage(
      name: "",
      folder: ".",
      resources: [
        projects, event("contracts", ["contract_id", "project_id"]),
        event(
          "changes",
          ["id", "contract", "project_id"],
          to: "contracts",
          by: "contract",
          of: "contract_id"
        ),
      ]
    )
    #expect(package.links["changes"]?.hops.count == 1)
  }

  @Test func threeHopsAreAnErrorThatSaysSo() {
    let found = diagnostic {
      _ = try DataPackage(
        name: "",
        folder: ".",
        resources: [
          projects, event("a", ["a_id", "project_id"]),
          event("b", ["b_id", "a"], to: "a", by: "a", of: "a_id"),
          event("c", ["c_id", "b"], to: "b", by: "b", of: "b_id"),
        ]
      )
    }
    #expect(found?.message == "c reaches projects only over 3 tables; two is the most")
  }

  @Test func nothingRefersToOutcomes() {
    var outcomes = event("outcomes", ["id", "project_id", "day"], role: .outcome)
    outcomes.fields[2] = Field("day", .date)
    outcomes.happened = "day"
    let found = diagnostic {
      _ = try DataPackage(
        name: "",
        folder: ".",
        resources: [
          projects, outcomes,
          event("visits", ["v", "project_id", "o"], to: "outcomes", by: "o", of: "id"),
        ]
      )
    }
    #expect(found?.message.contains("refers to outcomes") == true)
  }

  @Test func anotherEntityNeedsNoWayToTheSubject() throws {
    let package = try DataPackage(
      name: "",
      folder: ".",
      resources: [projects, event("suppliers", ["supplier_id"], role: .entity)]
    )
    #expect(package.links["suppliers"] == nil)
    #expect(package.subject.name == "projects")
  }

  @Test func severalEntitiesNeedASubject() {
    let found = diagnostic {
      _ = try DataPackage(
        name: "",
        folder: ".",
        resources: [
          event("roads", ["road"], role: .entity), event("schools", ["school"], role: .entity),
        ]
      )
    }
    #expect(found?.hint?.contains("roads, schools") == true)
  }
}
