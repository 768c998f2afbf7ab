/// Whether a feature has a value for a project, or why not.
public enum FeatureState: UInt8, Sendable, Hashable, CaseIterable {
  /// It has a value.
  case value
  /// An input is missing.
  case insufficient
  /// The computation has no finite result: x/0, ln of a negative number, overflow.
  case undefined
  /// An aggregate of no rows.
  case none
  /// It does not apply to the project.
  case notApplicable

  /// The state as output files spell it.
  public var name: String {
    switch self {
    case .value: "value"
    case .insufficient: "insufficient"
    case .undefined: "undefined"
    case .none: "none"
    case .notApplicable: "not_applicable"
    }
  }

  /// Which reason counts when several inputs are null: missing data first, because it can be
  /// mended; then not applicable, undefined and none.
  var precedence: Int {
    switch self {
    case .value: 0
    case .none: 1
    case .undefined: 2
    case .notApplicable: 3
    case .insufficient: 4
    }
  }
}

/// Why a value is null: a state, and the missing inputs of an insufficient one.
package struct Reason: Hashable, Sendable {
  package var state: FeatureState
  /// Names of inputs, sorted.
  package var inputs: [String]

  package init(_ state: FeatureState, inputs: [String] = []) {
    self.state = state
    self.inputs = inputs
  }
}

/// The reasons met in a run, each known by a small number; 0 means there is a value.
package struct ReasonTable: Sendable {
  package private(set) var reasons: [Reason] = [Reason(.value)]
  /// The states of `reasons`.
  package private(set) var states: [FeatureState] = [.value]
  private var numbers: [Reason: Int32] = [Reason(.value): 0]
  private var unions: [UInt64: Int32] = [:]

  init() {
    for state in [FeatureState.undefined, .none, .notApplicable] { _ = number(of: Reason(state)) }
  }

  static let value: Int32 = 0
  static let undefined: Int32 = 1
  static let none: Int32 = 2
  static let notApplicable: Int32 = 3

  mutating func number(of reason: Reason) -> Int32 {
    if let number = numbers[reason] { return number }
    let number = Int32(reasons.count)
    reasons.append(reason)
    states.append(reason.state)
    numbers[reason] = number
    return number
  }

  mutating func insufficient(_ inputs: [String]) -> Int32 {
    number(of: Reason(.insufficient, inputs: Array(Set(inputs)).sorted()))
  }

  subscript(number: Int32) -> Reason { reasons[Int(number)] }

  func isInsufficient(_ number: Int32) -> Bool { states[Int(number)] == .insufficient }

  /// The reason of a value that is null for both reasons.
  mutating func union(_ left: Int32, _ right: Int32) -> Int32 {
    if left == right || right == 0 { return left }
    if left == 0 { return right }
    let key = UInt64(UInt32(min(left, right))) << 32 | UInt64(UInt32(max(left, right)))
    if let known = unions[key] { return known }
    let (first, second) = (self[left], self[right])
    let result: Int32
    if first.state == .insufficient, second.state == .insufficient {
      result = insufficient(first.inputs + second.inputs)
    } else {
      result = first.state.precedence >= second.state.precedence ? left : right
    }
    unions[key] = result
    return result
  }
}

/// The reasons of one run, shared by what works on it; one thread's own.
final class ReasonBook {
  private(set) var table = ReasonTable()

  init(_ table: ReasonTable = ReasonTable()) { self.table = table }

  func insufficient(_ inputs: [String]) -> Int32 { table.insufficient(inputs) }

  func number(of reason: Reason) -> Int32 { table.number(of: reason) }

  func isInsufficient(_ number: Int32) -> Bool { table.isInsufficient(number) }

  /// The reason of a value that is null for both reasons.
  @inline(__always)
  func union(_ left: Int32, _ right: Int32) -> Int32 {
    if left == right || right == 0 { return left }
    if left == 0 { return right }
    return table.union(left, right)
  }

  subscript(number: Int32) -> Reason { table[number] }

  func state(_ number: Int32) -> FeatureState { table.states[Int(number)] }
}
