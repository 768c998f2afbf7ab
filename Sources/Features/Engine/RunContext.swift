import Tables

/// What one run shares: the projects, their texts, and the reasons met so far.
final class RunContext {
  let plan: FeaturePlan
  let subject: Resource
  let subjects: Subjects
  /// The project's columns, by the index of their field.
  let subjectColumns: [Column?]
  /// How they are read, as `subjectColumns`.
  let subjectAccess: [ColumnAccess]
  let texts: TextPool
  var reasons = ReasonTable()

  init(plan: FeaturePlan, subjects: Subjects) {
    self.plan = plan
    self.subjects = subjects
    subject = plan.package.subject
    let subject = subject
    subjectColumns = subject.fields.map { subjects.table[$0.name] }
    subjectAccess = subject.fields.map { field in
      ColumnAccess(field, knownOn: field.knownOn.flatMap { subject.index(of: $0) })
    }
    texts = TextPool(subjects: subjects, resource: subject)
  }

  /// The name of a column in reasons: bare for the project's own.
  func inputName(_ column: InputColumn) -> String {
    column.resource == subject.name ? column.field : column.description
  }

  /// Whether an aggregate reads, directly or through other features, what cannot be known on the
  /// frame's date: it is *insufficient* then, never an aggregate of what is left.
  func isLost(_ feature: PlannedFeature, _ frame: Frame) -> Bool {
    feature.formInputs.contains(where: frame.lost.contains)
      || feature.formTables.contains { plan.package[resource: $0] == nil }
  }

  /// A feature that is insufficient for every project because it reads what is lost on the date.
  func lost(_ index: Int, _ frame: Frame) -> FeatureData {
    let feature = plan.features[index]
    let columns = feature.formInputs.filter(frame.lost.contains).map(inputName)
    let tables = feature.formTables.filter { plan.package[resource: $0] == nil }
    let cause = reasons.insufficient(columns + tables)
    return FeatureData(feature.valueType, count: frame.count, cause: cause)
  }
}
