import Tables

extension Diagnostic {
  /// The message a person reads: what and where, then the value, then how to mend it.
  var rendered: String {
    var text = "watchpost: "
    if let location { text += "\(location): " }
    text += message
    if let value { text += "\n  value: \(value)" }
    if let hint { text += "\n  hint: \(hint)" }
    return text
  }
}

extension Diagnostic.Kind {
  /// The exit code of a run that ends with this kind of diagnostic.
  var exitCode: Int32 {
    switch self {
    case .input: 2
    case .temporary: 75
    case .fault: 70
    }
  }
}

/// Numbers as people read them, the same in every place that prints them.
enum Figures {
  /// A count with separators of thousands: `14,077`.
  static func count(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// A number with a fixed count of decimals, half away from zero: `0.732`.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return String(value) }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    guard abs(value) * scale < 9e15 else { return String(value) }
    let scaled = Int64((value * scale).rounded(.toNearestOrAwayFromZero))
    let magnitude = String(scaled.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - magnitude.count)) + magnitude
    let sign = scaled < 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A signed number: `+0.41`.
  static func signed(_ value: Double, _ decimals: Int) -> String {
    let text = fixed(value, decimals)
    return text.hasPrefix("-") ? text : "+" + text
  }

  /// A share as a percentage: `34.9%`; what is not nothing is not shown as nothing (`<0.1%`), and
  /// what is not all not as all (`>99.9%`).
  static func percent(_ value: Double) -> String {
    if value > 1e-9, value < 0.0005 { return "<0.1%" }
    if value < 1, value >= 0.9995 { return ">99.9%" }
    return fixed(value * 100, 1) + "%"
  }
}
