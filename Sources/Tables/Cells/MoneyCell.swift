/// Reads amounts of money exactly, as counts of ten-thousandths of the currency unit.
public struct MoneyCell: Sendable {
  /// How the amounts are written.
  public let notation: NumberNotation

  /// A reader of amounts in `notation`, whose unit is a currency.
  public init(_ notation: NumberNotation) {
    self.notation = notation
  }

  /// The amount that trimmed `text` writes, in ten-thousandths (`Money.scale`) of the field's unit.
  public func parse(_ text: Span<UInt8>) -> CellResult<Int64> {
    switch ScannedNumber.scan(text, notation) {
    case .reject(.number): return .reject(.money)
    case .reject(let rule): return .reject(rule)
    case .value(let number):
      switch number.scaled(by: MoneyCell.decimals) {
      case .exact(let amount): return .value(amount)
      case .fraction: return .reject(.moneyPrecision)
      case .tooLarge: return .reject(.moneyRange)
      }
    }
  }

  /// The decimals of `Money.scale`.
  private static let decimals = 4
}
