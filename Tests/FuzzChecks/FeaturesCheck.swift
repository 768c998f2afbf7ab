import FeatureWorlds
import Features
import Tables

/// No declaration traps; what is wrong with one has a line and a column; and what is right is
/// computed as the slow twin does, and can be written as SQL.
///
/// An input that begins with `features:` is a whole file, any other one expression.
enum FeaturesCheck {
  static func failures(_ input: [UInt8]) -> [String] {
    let text = String(decoding: input, as: UTF8.self)
    var declarations: [Declaration]
    let isFile = text.hasPrefix("features:")
    do throws(FeatureError) {
      declarations =
        isFile
        ? try DeclarationFile.parse(text, file: "features.yaml")
        : [Declaration(name: "f", expression: text)]
      // The twin takes its time for every one.
      if declarations.count > 40 { declarations.removeLast(declarations.count - 40) }
      let plan = try FeaturePlan(declarations, package: source.package)
      for dialect in SQLDialect.allCases {
        do throws(FeatureError) {
          _ = try plan.sql(dialect, asOf: World.asOf)
        } catch {
          // Names that a database cannot tell apart belong to no one line.
          if error.message.isEmpty { return ["an error without words: \(error)"] }
        }
      }
      return try differences(plan)
    } catch {
      return misplaced(error, lines: text.count { $0.isNewline } + 1, isFile: isFile)
    }
  }

  private static func misplaced(_ error: FeatureError, lines: Int, isFile: Bool) -> [String] {
    // A declaration that came from no file has no place of its own, which a circle would name.
    if case .circle = error.problem, !isFile { return error.message.isEmpty ? ["no words"] : [] }
    guard !error.message.isEmpty, let location = error.location else {
      return ["an error without words or place: \(error)"]
    }
    // A file that is empty, or no text, is wrong as a whole.
    if isFile, error.problem == .file { return [] }
    guard let line = location.line, let column = location.column, line >= 1, column >= 1 else {
      return ["an error without line and column: \(error)"]
    }
    return line <= lines ? [] : ["an error behind the end, line \(line) of \(lines): \(error)"]
  }

  private static func differences(_ plan: FeaturePlan) throws(FeatureError) -> [String] {
    let run = try FeatureEngine.run(plan, from: source, asOf: [World.asOf])
    guard let table = run.tables.first else { return ["no table"] }
    let twin = Twin(plan, source, asOf: World.asOf)
    var failures: [String] = []
    for project in twin.projects {
      for feature in plan.features {
        let found = table.answer(feature.name, project.id)
        let expected = twin.answer(feature.index, project)
        if !agree(found?.value, expected.value) {
          failures.append(
            "\(project.id).\(feature.name) = \(feature.declaration.expression): "
              + "\(found?.description ?? "none") / twin \(expected)"
          )
        }
      }
    }
    return failures
  }

  /// Numbers may differ by 1e-9 of their size, as in the comparison with SQLite.
  private static func agree(_ left: Cell?, _ right: Cell?) -> Bool {
    guard case .number(let left)? = left, case .number(let right)? = right else {
      return left == right
    }
    return left == right || abs(left - right) <= max(1e-9 * max(abs(left), abs(right)), 1e-300)
  }

  /// A small world with everything in it, always the same.
  private static let source: MemorySource = {
    var generator = Generator(seed: 5)
    do {
      return try generator.source()
    } catch {
      // The generator's own package is right, or every test of the engine fails.
      preconditionFailure("\(error)")
    }
  }()
}
