extension Dataset {
  /// Reads every table to its end and reports what is right and wrong, whatever it is.
  ///
  /// An error is what would stop a run: a table that cannot be read, personal columns that nothing
  /// is declared for, rejects beyond the limits. Everything else goes on and is a warning or a note.
  /// No value of a personal column is kept, shown or handed to `onReject`.
  ///
  /// `onReject` is called with every reject, table by table, in the order of reading.
  ///
  /// - Complexity: two passes over the subject's table, one over each other; memory holds the
  ///   subject's table, the distinct texts, and one table's rejects.
  public func check(onReject: ((Reject) -> Void)? = nil) -> CheckReport {
    var dataset = self
    dataset.limits = .none
    dataset.refusesPersonal = false
    var job = CheckJob(dataset, limits: limits, onReject: onReject)
    job.run()
    return job.report
  }
}

/// One check: table by table, the subject first.
private struct CheckJob {
  private let dataset: Dataset
  private let limits: RejectLimits
  private let onReject: ((Reject) -> Void)?
  private var references: ReferenceCheck
  private(set) var report = CheckReport()

  init(_ dataset: Dataset, limits: RejectLimits, onReject: ((Reject) -> Void)?) {
    self.dataset = dataset
    self.limits = limits
    self.onReject = onReject
    references = ReferenceCheck(dataset.package)
  }

  mutating func run() {
    let package = dataset.package
    var subjects: Subjects?
    do {
      var rejects = RejectLog(keeping: 0)
      subjects = try dataset.subjects(rejects: &rejects)
    } catch {
      // Said again, with its place, when the table itself is checked.
      subjects = nil
    }
    var found: [String: [CheckFinding]] = [:]
    for resource in package.resources {
      do {
        found[resource.name] = try check(resource, subjects)
      } catch {
        let diagnostic = error.diagnostic
        found[resource.name] = [
          CheckFinding(
            .error,
            "table.unreadable",
            resource: resource.name,
            diagnostic.message,
            at: diagnostic.location,
            hint: diagnostic.hint
          )
        ]
        report.tables.append(TableCheck(name: resource.name))
      }
    }
    for finding in references.findings { found[finding.resource, default: []].append(finding) }
    for resource in package.resources {
      let own = found[resource.name] ?? []
      for severity in CheckFinding.Severity.allCases {
        report.findings += own.filter { $0.severity == severity }
      }
    }
  }

  private mutating func check(
    _ resource: Resource,
    _ subjects: Subjects?
  ) throws(TableError) -> [CheckFinding] {
    let isSubject = resource.name == dataset.package.subject.name
    var joining = RowFilter.Joining.nothing
    if isSubject {
      joining = .own
    } else if let subjects, dataset.package.links[resource.name] != nil {
      joining = .subject(try LinkResolver(resource, in: dataset.package, to: subjects))
    }
    let fields = resource.fields.filter { $0.personal != .drop && !$0.isWithheld }
    let reader = try TableReader(
      resource,
      fields: fields.map(\.name),
      of: dataset,
      joining: joining,
      rejects: RejectLog(keeping: .max)
    )
    var checker = TableChecker(reader, snapshot: dataset.package.subject.snapshotOn)
    while let batch = try reader.next() { checker.add(batch) }
    references.keep(checker)

    let personal = reader.personalFindings
    report.tables.append(checker.table(personal: personal))
    var findings = personalFindings(resource, personal) + checker.findings(personal: personal)
    findings += rejectFindings(reader, hidden: Set(personal.map(\.column)))
    if reader.statistics.rows == 0 {
      findings.append(
        CheckFinding(
          .warning,
          "table.empty",
          resource: resource.name,
          "the table has a header and no rows"
        )
      )
    }
    return findings
  }

  private func personalFindings(
    _ resource: Resource,
    _ personal: [PersonalFinding]
  ) -> [CheckFinding] {
    var findings: [CheckFinding] = []
    let isComplaints = PersonalHeader.isComplaints([resource.name] + resource.paths)
    for finding in personal {
      let kind = finding.kind?.title ?? "personal data"
      if isComplaints, [.tokened, .withheld].contains(finding.action) {
        let error = PersonalProblem.tokenInComplaints(
          resource: resource.name,
          column: finding.column
        )
        let diagnostic = TableError(.personal(error), at: finding.location).diagnostic
        findings.append(
          CheckFinding(
            .error,
            "personal.token",
            resource: resource.name,
            column: finding.column,
            diagnostic.message,
            at: finding.location,
            hint: diagnostic.hint
          )
        )
        continue
      }
      let severity: CheckFinding.Severity =
        switch finding.action {
        case .refused: .error
        case .warned: .warning
        case .dropped, .tokened, .withheld: .note
        }
      let message =
        switch finding.action {
        case .refused: "the column holds \(kind) (\(finding.why))"
        case .warned: "some values look like \(kind) (\(finding.why))"
        case .dropped: "declared personal and left out"
        case .tokened: "declared personal and replaced by tokens"
        case .withheld: "declared personal: token and left out, for there is no key"
        }
      let hint: String? =
        switch finding.action {
        case .refused, .warned:
          "declare watchpost: {personal: drop} for the field, or delete the column"
        case .dropped, .tokened: nil
        case .withheld: TokenKey.advice
        }
      findings.append(
        CheckFinding(
          severity,
          "personal.\(finding.action.rawValue)",
          resource: resource.name,
          column: finding.column,
          message,
          at: finding.location,
          hint: hint
        )
      )
    }
    return findings
  }

  /// Hands on the rejects, and says how many there are by column and rule.
  private func rejectFindings(_ reader: TableReader, hidden: Set<String>) -> [CheckFinding] {
    let name = reader.resource.name
    var findings: [CheckFinding] = []
    for error in reader.rejects.excesses(of: name, over: limits) {
      let diagnostic = error.diagnostic
      findings.append(
        CheckFinding(
          .error,
          "rejects.limit",
          resource: name,
          diagnostic.message,
          at: diagnostic.location,
          hint: diagnostic.hint
        )
      )
    }
    var firsts: [RejectLog.Key: Reject] = [:]
    for var reject in reader.rejects.kept {
      if let column = reject.column, hidden.contains(column) { reject.value = "" }
      let key = RejectLog.Key(
        resource: reject.resource,
        column: reject.column ?? "",
        rule: reject.rule,
        isWholeRow: reject.isWholeRow
      )
      if firsts[key] == nil { firsts[key] = reject }
      onReject?(reject)
    }
    for (key, count) in reader.rejects.summary {
      let first = firsts[key]
      let value = first.map { $0.value.isEmpty ? "" : ", first “\($0.value)”" } ?? ""
      findings.append(
        CheckFinding(
          .warning,
          key.rule,
          resource: name,
          column: key.column.isEmpty ? nil : key.column,
          (key.isWholeRow
            ? "\(TableChecker.rows(count)) left out" : "\(TableChecker.values(count)) refused")
            + value,
          count: count,
          at: first?.location,
          hint: first?.hint
        )
      )
    }
    return findings
  }
}
