import Determinism
import Tables

/// Writes down what happens in one project, as far as it is known at the snapshot.
struct Recorder {
  let course: ProjectCourse
  let world: World
  /// The place of the project.
  let index: Int
  let snapshot: Day
  /// The rows so far, by table name.
  var tables: [String: [[Cell]]] = [:]
  /// Days on which people complained, and inspections found faults.
  var complaintDays: [Day] = []
  var inspectionCount = 0

  init(course: ProjectCourse, world: World, index: Int, snapshot: Day) {
    self.course = course
    self.world = world
    self.index = index
    self.snapshot = snapshot
  }

  var id: Cell { .text(course.id) }

  /// Adds a row to a table.
  mutating func add(_ schema: TableSchema, _ cells: [Cell]) {
    tables[schema.name, default: []].append(cells)
  }

  /// A key of the project: its own, a letter and a number.
  func key(_ letter: String, _ number: Int) -> String { "\(course.id)-\(letter)\(number)" }

  /// A fact, nothing if it comes after the snapshot.
  func fact(_ day: Day?) -> Cell {
    guard let day, day <= snapshot else { return .missing }
    return .day(day)
  }

  /// A value known from a day on, nothing if the day comes after the snapshot.
  func value(_ cell: Cell, knownOn day: Day?) -> Cell {
    guard let day, day <= snapshot else { return .missing }
    return cell
  }

  /// A cell, or nothing with this probability.
  func cell(_ cell: Cell, missing share: Double, _ random: inout SplitMix64) -> Cell {
    random.chance(share) ? .missing : cell
  }

  /// An amount in whole yuan.
  func yuan(_ amount: Double) -> Cell { .number(amount.rounded()) }

  /// A number to so many hundredths.
  func hundredths(_ value: Double) -> Cell { .number((value * 100).rounded() / 100) }

  /// The winner, and the name of a company of the world.
  var contractorName: BilingualName { world.contractors[course.contractor].name }
}
