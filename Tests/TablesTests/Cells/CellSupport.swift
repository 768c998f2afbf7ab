import Tables

extension DateCell {
  func day(_ text: String) -> CellResult<Day> {
    let bytes = Array(text.utf8)
    return parse(bytes.span)
  }
}

extension NumberCell {
  func number(_ text: String) -> CellResult<Double> {
    let bytes = Array(text.utf8)
    return parse(bytes.span)
  }
}

extension IntegerCell {
  func integer(_ text: String) -> CellResult<Int64> {
    let bytes = Array(text.utf8)
    return parse(bytes.span)
  }
}

extension MoneyCell {
  func amount(_ text: String) -> CellResult<Int64> {
    let bytes = Array(text.utf8)
    return parse(bytes.span)
  }
}

extension BooleanCell {
  func truth(_ text: String) -> CellResult<Bool> {
    let bytes = Array(text.utf8)
    return parse(bytes.span)
  }
}

/// ASCII digits, signs and brackets in full width.
func fullWidth(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { scalar in
        (0x21...0x7E).contains(scalar.value)
          ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar
      }
    )
  )
}
