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
}
