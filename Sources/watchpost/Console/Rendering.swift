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
