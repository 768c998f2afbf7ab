/// Which units make a number money.
enum Currency {
  /// The currency and the unit bare numbers are written in, or nil when `unit` is no currency.
  ///
  /// `unit: 万元` says the same as `unit: CNY, written_in: 万元`. A code is in capitals, and 角 and
  /// 分 do not count: what is measured in 分 is far more often a score.
  static func reading(unit: String?, writtenIn: String?) -> (unit: String, writtenIn: String?)? {
    guard let unit, let code = UnitOfMeasure(named: unit).currency,
      unit == code || unit.lowercased() != code.lowercased(), !["角", "分"].contains(unit)
    else { return nil }
    let written = writtenIn ?? unit
    return (code, written == code ? nil : written)
  }
}
