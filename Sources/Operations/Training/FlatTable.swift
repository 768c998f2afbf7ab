import Evaluation
import Models
import Tables
import Warnings

/// Which columns of a table of ready features mean what.
public struct TableColumns: Sendable {
  /// The outcome.
  public var label: String?
  /// The value of the outcome that is positive; nil takes 1, true, yes or 是.
  public var positive: String?
  /// The row's key.
  public var id: String?
  /// Columns that are no features.
  public var exclude: [String]
  /// The row's date.
  public var time: String?
  /// What must not stand on two sides of a split.
  public var group: String?

  /// Columns by name.
  public init(
    label: String? = nil,
    positive: String? = nil,
    id: String? = nil,
    exclude: [String] = [],
    time: String? = nil,
    group: String? = nil
  ) {
    self.label = label
    self.positive = positive
    self.id = id
    self.exclude = exclude
    self.time = time
    self.group = group
  }
}

/// A CSV of ready features: no records behind it, one row an observation.
public struct FlatTable: Sendable {
  /// The file.
  public let path: String
  /// Its columns with the types that were found.
  public let table: Table
  /// What could not be read.
  public let rejects: RejectLog

  /// Opens a CSV, finding the types of its columns.
  public init(
    opening path: String,
    limits: RejectLimits,
    progress: RunProgress = .none
  ) throws {
    var dataset = try Dataset(openingFlat: path)
    dataset.limits = limits
    dataset.progress = progress
    var rejects = RejectLog()
    self.table = try dataset.table(dataset.package.subject.name, rejects: &rejects)
    self.path = path
    self.rejects = rejects
  }

  /// The name of the key column that a table has without being told: `id`, or the first column
  /// whose name ends in `_id`; else rows are numbered.
  public var idName: String { idColumn(nil) ?? "row" }

  func idColumn(_ named: String?) -> String? {
    named ?? table.names.first { $0 == "id" } ?? table.names.first { $0.hasSuffix("_id") }
  }

  /// The features of every row: everything but key, label, date, group and what is excluded.
  func observations(_ columns: TableColumns) throws -> Observations {
    let none = [columns.label, columns.time, columns.group].compactMap { $0 } + columns.exclude
    return try Observations(
      table: table,
      id: idColumn(columns.id),
      excluding: Set(none.filter { $0 != idColumn(columns.id) })
    )
  }

  func column(_ name: String) throws -> Column {
    guard let column = table[name] else {
      throw OperationError(
        "this table has no column “\(name)”",
        at: SourceLocation(file: path, line: 1),
        hint: "columns: \(table.names.prefix(20).joined(separator: ", "))"
      )
    }
    return column
  }

  /// The outcome of each row; a row without one is an error that names its line.
  func labels(_ columns: TableColumns) throws -> [Bool] {
    guard let name = columns.label else {
      throw OperationError(
        "which column is the outcome?",
        at: SourceLocation(file: path),
        hint: "give --label"
      )
    }
    let column = try column(name)
    var labels: [Bool] = []
    for row in 0..<table.rowCount {
      guard let text = column.labelText(at: row) else {
        throw OperationError(
          "this row has no outcome",
          at: place(row),
          hint: "leave rows without an outcome out of the table"
        )
      }
      if let positive = columns.positive {
        labels.append(text == positive)
      } else if ["1", "true", "yes", "是"].contains(text.lowercased()) {
        labels.append(true)
      } else if ["0", "false", "no", "否"].contains(text.lowercased()) {
        labels.append(false)
      } else {
        throw OperationError(
          "“\(name)” is neither yes nor no here",
          at: place(row),
          value: Diagnostic.masked(text),
          hint: "say which value is positive with --positive"
        )
      }
    }
    if let positive = columns.positive, !labels.contains(true) {
      throw OperationError(
        "no row of “\(name)” has the positive value",
        at: SourceLocation(file: path),
        value: positive,
        hint: "check --positive"
      )
    }
    return labels
  }

  private func place(_ row: Int) -> SourceLocation {
    let line = table.positions.indices.contains(row) ? Int(table.positions[row].line) : nil
    return SourceLocation(file: path, line: line)
  }

  /// The groups whose rows are not independent: the group column, else the key.
  func groups(_ columns: TableColumns, _ observations: Observations) throws -> [String] {
    guard let name = columns.group else { return observations.ids }
    let column = try column(name)
    return (0..<table.rowCount).map { column.labelText(at: $0) ?? "" }
  }

  /// The block of every row and the split in words: by time, by group, or by lot.
  func blocks(
    _ columns: TableColumns,
    seed: UInt64
  ) throws -> (blocks: [Block], split: SplitDescription) {
    if let name = columns.time {
      let column = try column(name)
      var dates: [Day] = []
      for row in 0..<table.rowCount {
        guard let day = column.day(at: row) else {
          throw OperationError(
            "“\(name)” has no date here",
            at: place(row),
            hint: "--time takes a column of dates"
          )
        }
        dates.append(day)
      }
      let split = try TimeSplit(dates: dates, gap: 0)
      return (dates.map { split.block(of: $0) }, split.description)
    }
    if let name = columns.group {
      let column = try column(name)
      let split = try GroupSplit(column: name, seed: seed)
      let groups = (0..<table.rowCount).map { column.labelText(at: $0) ?? "" }
      return (try split.blocks(of: groups), split.description)
    }
    let split = try RandomSplit(seed: seed)
    return (try split.blocks(count: table.rowCount), split.description)
  }
}

extension FlatTable {
  /// Makes a model of the table.
  public func train(_ request: TrainRequest, _ columns: TableColumns) throws -> TrainResult {
    guard request.kind != .expert else {
      throw OperationError(
        "an expert model is made from a dataset's indicator pack, not from a table",
        at: SourceLocation(file: path)
      )
    }
    let observations = try observations(columns)
    let labels = try labels(columns)
    let (blocks, split) = try blocks(columns, seed: request.seed)
    var record = TrainingRecord()
    record.data = [Files.name(path): try FileHashes.of(file: path)]
    func rows(_ block: Block) -> [Int] { blocks.indices.filter { blocks[$0] == block } }
    let training = TrainingBlocks(
      observations: observations,
      labels: labels,
      ids: try groups(columns, observations),
      train: rows(.train),
      calibrate: rows(.calibrate),
      test: rows(.test),
      split: split
    )
    var result = try training.fit(request, record: record)
    result.rejects = rejects
    return result
  }

  /// Judges a model on all rows of the table.
  public func evaluate(
    model file: String,
    _ columns: TableColumns,
    _ options: JudgingOptions
  ) throws -> EvaluationResult {
    let model = try Operations.model(file: file)
    let observations = try observations(columns)
    let seen = model.trained.data.values.contains(try FileHashes.of(file: path))
    let rows = JudgedRows(
      observations: observations,
      labels: try labels(columns),
      ids: try groups(columns, observations),
      prevalence: model.trained.rows > 0
        ? Double(model.trained.positives) / Double(model.trained.rows) : nil,
      split: seen
        ? .undivided
        : SplitDescription(
          kind: .given,
          description: "as given: a table that is not the one the model was made from"
        )
    )
    return EvaluationResult(
      report: try rows.judge(model, options),
      panel: nil,
      notes: [],
      rejects: rejects
    )
  }

  /// Judges scores made elsewhere: columns `label` and `score` or `probability`.
  public func evaluatePredictions(
    _ columns: TableColumns,
    _ options: JudgingOptions
  ) throws -> EvaluationResult {
    var columns = columns
    columns.label = columns.label ?? "label"
    let labels = try labels(columns)
    let probabilities = try table["probability"].map { _ in
      try numbers("probability", within: 0...1)
    }
    let scores = try table["score"].map { _ in try numbers("score") } ?? probabilities
    guard let scores else {
      throw OperationError(
        "predictions need a column “score” or “probability”",
        at: SourceLocation(file: path, line: 1),
        hint: "columns: \(table.names.prefix(20).joined(separator: ", "))"
      )
    }
    let ids = idColumn(columns.id).flatMap { table[$0] }.map { column in
      (0..<table.rowCount).map { column.labelText(at: $0) ?? "" }
    }
    let positives = Double(labels.count { $0 }) / Double(max(1, labels.count))
    let report = try Comparison(
      labels: labels,
      groups: ids,
      scorers: [
        .init(name: "predictions", scores: scores, probabilities: probabilities),
        .prevalence(positives, rows: labels.count),
      ],
      split: .predictions,
      budgets: options.budgets(rows: labels.count),
      bootstrap: options.bootstrap
    ).report(progress: options.progress)
    return EvaluationResult(report: report, panel: nil, notes: [], rejects: rejects)
  }

  private func numbers(
    _ name: String,
    within range: ClosedRange<Double>? = nil
  ) throws -> [Double] {
    let column = try column(name)
    var numbers: [Double] = []
    for row in 0..<table.rowCount {
      guard let number = column.double(at: row) else {
        throw OperationError(
          "“\(name)” has no number here",
          at: place(row),
          value: column.labelText(at: row).map { Diagnostic.masked($0) },
          hint: "leave rows without a prediction out of the file"
        )
      }
      if let range, !range.contains(number) {
        throw OperationError(
          "“\(name)” is not within 0…1 here",
          at: place(row),
          value: Figures.shortest(number),
          hint: "call the column score when it is no probability"
        )
      }
      numbers.append(number)
    }
    return numbers
  }
}

extension Column {
  /// A cell as a label or a key, whatever its type.
  func labelText(at row: Int) -> String? {
    guard validity[row] else { return nil }
    if let text = text(at: row) { return text }
    if let truth = boolean(at: row) { return truth ? "true" : "false" }
    if let day = day(at: row) { return day.description }
    guard let value = double(at: row) else { return nil }
    return Int64(exactly: value).map(String.init) ?? String(value)
  }
}
