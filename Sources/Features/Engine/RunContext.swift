import Tables

/// What the steps of one thread share: the projects, their texts, and the reasons met so far.
final class RunContext {
  let plan: FeaturePlan
  let subject: Resource
  let roster: Roster
  /// The project's columns, by the index of their field.
  let subjectColumns: [Column?]
  /// How they are read, as `subjectColumns`.
  let subjectAccess: [ColumnAccess]
  /// Whether every row has a value, as `subjectColumns`.
  let isSubjectComplete: [Bool]
  let texts: TextPool
  let reasons: ReasonBook

  var subjects: Subjects { roster.subjects }

  init(
    plan: FeaturePlan,
    roster: Roster,
    reasons: ReasonTable = ReasonTable(),
    texts shared: TextDictionary = TextDictionary()
  ) {
    self.plan = plan
    self.roster = roster
    self.reasons = ReasonBook(reasons)
    subject = plan.package.subject
    let (subject, subjects) = (subject, roster.subjects)
    let columns = subject.fields.map { subjects.table[$0.name] }
    subjectColumns = columns
    isSubjectComplete = columns.map { column in
      column.map { $0.validity.presentCount == $0.count } ?? false
    }
    subjectAccess = subject.fields.map { field in
      ColumnAccess(field, knownOn: field.knownOn.flatMap { subject.index(of: $0) })
    }
    texts = TextPool(columns: columns, shared: shared)
  }

  /// The name of a column in reasons: bare for the project's own.
  func inputName(_ column: InputColumn) -> String {
    column.resource == subject.name ? column.field : column.description
  }

  /// A feature that is insufficient for every project because it reads what is lost on the date.
  func lost(_ index: Int, _ frame: Frame) -> FeatureData {
    let feature = plan.features[index]
    let columns = feature.formInputs.filter(frame.date.lost.contains).map(inputName)
    let tables = feature.formTables.filter { plan.package[resource: $0] == nil }
    let cause = reasons.insufficient(columns + tables)
    return FeatureData(feature.valueType, count: frame.count, cause: cause)
  }
}
