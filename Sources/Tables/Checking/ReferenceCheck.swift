/// References that the way to the subject does not use, which reading alone does not verify.
struct ReferenceCheck {
  /// The texts of a field and how many rows have each.
  private struct Texts {
    var dictionary: TextDictionary
    var counts: [Int]
  }

  private var texts: [String: Texts] = [:]
  private let package: DataPackage

  init(_ package: DataPackage) {
    self.package = package
  }

  /// The foreign keys of one text field whose rows no reading refuses.
  private func references(of resource: Resource) -> [ForeignKey] {
    let used = package.links[resource.name]?.hops.first
    return resource.foreignKeys.filter { key in
      key.fields.count == 1 && key.resource != resource.name
        && (used?.fields != key.fields || used?.resource != key.resource)
    }
  }

  /// Keeps the texts of the fields that refer or are referred to.
  mutating func keep(_ checker: TableChecker) {
    let resource = checker.reader.resource
    var wanted = Set(references(of: resource).flatMap(\.fields))
    for other in package.resources {
      for key in references(of: other) where key.resource == resource.name {
        wanted.formUnion(key.targets)
      }
    }
    for (index, field) in checker.reader.fields.enumerated()
    where wanted.contains(field.name) && field.type == .text {
      texts["\(resource.name).\(field.name)"] = Texts(
        dictionary: checker.reader.dictionary(ofField: index),
        counts: checker.profiles[index].codeCounts
      )
    }
  }

  /// The references that lead nowhere.
  var findings: [CheckFinding] {
    var findings: [CheckFinding] = []
    for resource in package.resources {
      for key in references(of: resource) {
        guard let name = key.fields.first, let target = key.targets.first,
          let from = texts["\(resource.name).\(name)"],
          let to = texts["\(key.resource).\(target)"]
        else { continue }
        var orphans = 0
        for (code, count) in from.counts.enumerated() where count > 0 {
          let bytes = from.dictionary.utf8(of: Int32(code))
          if to.dictionary.code(of: bytes.span) == nil { orphans += count }
        }
        guard orphans > 0 else { continue }
        findings.append(
          CheckFinding(
            .warning,
            "key.orphan",
            resource: resource.name,
            column: resource[field: name]?.header,
            "\(TableChecker.rows(orphans)) \(orphans == 1 ? "refers" : "refer") to no row of "
              + key.resource,
            count: orphans,
            hint: "complete \(key.resource), or correct the references"
          )
        )
      }
    }
    return findings
  }
}
