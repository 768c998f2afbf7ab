import Tables

/// Puts features in an order in which each comes after those it names.
enum DependencyOrder {
  /// The places of the features, dependencies first, otherwise as declared.
  ///
  /// - Throws: the circle, with its path, when features need each other.
  static func sort(
    _ declarations: [Declaration],
    dependencies: [[Int]]
  ) throws(FeatureError) -> [Int] {
    enum Mark { case new, open, done }
    var marks = [Mark](repeating: .new, count: declarations.count)
    var order: [Int] = []
    for root in declarations.indices where marks[root] == .new {
      // The path from the root, each with the next of its dependencies to look at.
      var path: [(feature: Int, next: Int)] = [(root, 0)]
      marks[root] = .open
      while let (feature, next) = path.last {
        guard next < dependencies[feature].count else {
          marks[feature] = .done
          order.append(feature)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let dependency = dependencies[feature][next]
        if marks[dependency] == .open {
          let start = path.firstIndex { $0.feature == dependency } ?? 0
          let circle = path[start...].map { declarations[$0.feature] }
          throw circleError(circle, at: declarations[dependency].location)
        }
        if marks[dependency] == .new {
          marks[dependency] = .open
          path.append((dependency, 0))
        }
      }
    }
    return order
  }

  private static func circleError(
    _ circle: [Declaration],
    at location: SourceLocation
  ) -> FeatureError {
    let names = circle.map(\.name)
    // No feature's name needs quotes, so who quotes one means a text.
    let text = zip(circle, names.dropFirst() + names.prefix(1)).first { declaration, name in
      [declaration.expression, declaration.applies ?? ""].contains { $0.contains("\"\(name)\"") }
    }?.1
    let path = (names + names.prefix(1)).joined(separator: " → ")
    return FeatureError(
      .circle(names),
      "these features need each other: \(path)",
      at: location,
      hint: text.map(Lexer.textHint) ?? "compute one of them without the others"
    )
  }
}
