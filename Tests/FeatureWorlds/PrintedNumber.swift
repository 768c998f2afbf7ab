import Foundation

/// A number as C prints it with fifteen significant digits: `1.00000000000000e+00`.
///
/// In a file of its own because Foundation has an `Expression` too.
func printed(_ number: Double) -> String { String(format: "%.14e", number) }
