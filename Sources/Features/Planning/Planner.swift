import Tables

/// The steps from declarations to planned features.
struct Planner {
  let declarations: [Declaration]
  let package: DataPackage
  let absence: AbsencePolicy
  let places: [String: Int]
  private(set) var order: [Int] = []
  private(set) var absent: [String] = []
  private(set) var withheld: [String] = []
  /// The features planned so far, by place.
  private(set) var planned: [PlannedFeature?]
  /// What is wrong with declarations, by place, where that does not stop the planning.
  private(set) var errors: [FeatureError?]
  /// Whether a wrong declaration stops the planning.
  private let isStrict: Bool

  var features: [PlannedFeature] { planned.compactMap { $0 } }

  init(
    _ declarations: [Declaration],
    package: DataPackage,
    absence: AbsencePolicy,
    isStrict: Bool = true
  ) throws(FeatureError) {
    self.isStrict = isStrict
    self.declarations = declarations
    self.package = package
    self.absence = absence
    self.planned = [PlannedFeature?](repeating: nil, count: declarations.count)
    self.errors = [FeatureError?](repeating: nil, count: declarations.count)
    var places: [String: Int] = [:]
    for (index, declaration) in declarations.enumerated() {
      do throws(FeatureError) {
        try Planner.verifyName(declaration, package: package)
        if places[declaration.name] != nil {
          throw FeatureError(
            .duplicate(declaration.name),
            "the feature \(declaration.name) is declared twice",
            at: declaration.location,
            hint: "rename or remove one of them"
          )
        }
        places[declaration.name] = index
      } catch {
        if isStrict { throw error }
        errors[index] = error
      }
    }
    self.places = places
  }

  private static func verifyName(
    _ declaration: Declaration,
    package: DataPackage
  ) throws(FeatureError) {
    let name = declaration.name
    if package.subject[field: name] != nil {
      throw FeatureError(
        .duplicate(name),
        "\(name) is already a column of \(package.subject.name)",
        at: declaration.location,
        hint: "give the feature another name"
      )
    }
    guard !name.isEmpty, Lexer.quoted(name) == name else {
      throw FeatureError(
        .syntax,
        "‘\(name)’ cannot be the name of a feature",
        at: declaration.location,
        hint: "use letters, digits and _, no digit first, and no word of the language"
      )
    }
  }

  mutating func plan() throws(FeatureError) {
    var parsed: [(form: Form, applies: Syntax?)?] = []
    for index in declarations.indices { parsed.append(try tolerating(index, parse)) }
    let dependencies = try sort(parsed.map { $0.map { names(in: $0.form, $0.applies) } ?? [] })
    var canonical = Canonical(package: package)
    var missing: Set<String> = []
    var locked: Set<String> = []
    for index in order {
      guard let (form, applies) = parsed[index], errors[index] == nil else { continue }
      let named = dependencies[index]
      let feature = try tolerating(index) { (planner, index) throws(FeatureError) in
        try planner.verify(index, uses: named)
        return try planner.plan(index, form, applies, named, canonical)
      }
      guard let feature else { continue }
      canonical.spellings[index] =
        feature.canonical.utf8.count > Canonical.limit ? "#\(feature.hash)" : feature.canonical
      planned[index] = feature
      missing.formUnion(absentNames(feature))
      locked.formUnion(withheldNames(feature))
    }
    absent = missing.sorted()
    withheld = locked.sorted()
  }

  /// The result of `body`, or nil when it fails and that is borne.
  private mutating func tolerating<Result>(
    _ index: Int,
    _ body: (Planner, Int) throws(FeatureError) -> Result
  ) throws(FeatureError) -> Result? {
    do throws(FeatureError) {
      return try body(self, index)
    } catch {
      if isStrict { throw error }
      errors[index] = errors[index] ?? error
      return nil
    }
  }

  private func parse(
    _ planner: Planner,
    _ index: Int
  ) throws(FeatureError) -> (form: Form, applies: Syntax?) {
    let declaration = declarations[index]
    let form = try Parser.form(declaration.expressionText)
    guard let text = declaration.appliesText else { return (form, nil) }
    return (form, try Parser.scalar(text))
  }

  /// Finds the order; features in a circle name nothing any more, where a circle is borne.
  private mutating func sort(_ dependencies: [[Int]]) throws(FeatureError) -> [[Int]] {
    var dependencies = dependencies
    while true {
      do throws(FeatureError) {
        order = try DependencyOrder.sort(declarations, dependencies: dependencies)
        return dependencies
      } catch {
        guard !isStrict, case .circle(let names) = error.problem else { throw error }
        for index in names.compactMap({ places[$0] }) {
          errors[index] = errors[index] ?? error
          dependencies[index] = []
        }
      }
    }
  }

  private func verify(_ index: Int, uses dependencies: [Int]) throws(FeatureError) {
    for dependency in dependencies where errors[dependency] != nil {
      let name = declarations[dependency].name
      throw FeatureError(
        .unknownName(name, nearest: nil),
        "the feature \(name) that it uses cannot be read",
        at: declarations[index].location,
        hint: "mend \(name) first"
      )
    }
  }

  private func withheldNames(_ feature: PlannedFeature) -> [String] {
    feature.inputs.filter { column in
      package[resource: column.resource]?[field: column.field]?.isWithheld ?? false
    }.map(\.description)
  }

  private func absentNames(_ feature: PlannedFeature) -> [String] {
    var names: [String] = []
    for column in feature.inputs {
      guard let resource = package[resource: column.resource] else {
        names.append(column.resource)
        continue
      }
      if resource[field: column.field] == nil { names.append(column.description) }
    }
    if let table = feature.table, package[resource: table] == nil { names.append(table) }
    return names
  }

  private func plan(
    _ index: Int,
    _ form: Form,
    _ applies: Syntax?,
    _ dependencies: [Int],
    _ canonical: Canonical
  ) throws(FeatureError) -> PlannedFeature {
    let declaration = declarations[index]
    let types = planned.map { $0?.valueType }
    var scope = scope()
    var condition: Expression?
    if let applies, let text = declaration.appliesText {
      let checker = TypeChecker(source: text, scope: scope, featureTypes: types)
      condition = try checker.check(applies, as: .boolean, "‘applies’")
    }
    if case .events(_, let table, _, _) = form { scope.table = table }
    let checker = TypeChecker(
      source: declaration.expressionText,
      scope: scope,
      featureTypes: types
    )
    let typed = try checker.check(form)
    try verifyEmpty(declaration, typed)
    let spelling = canonical.spelling(typed, applies: condition, empty: declaration.empty)
    var table: String?
    var window = Window()
    if case .events(_, let name, let condition) = typed {
      table = name
      let happened = package[resource: name]?.happened.map {
        InputColumn(resource: name, field: $0)
      }
      window = Window(of: condition, happened: happened)
    }
    let formDependencies = features(in: typed.expressions)
    let formInputs = inputs(of: typed.expressions, formDependencies)
    let formTables = tables(of: formDependencies)
    let absence = Absence(package: package) { planned[$0]?.isAbsent ?? false }
    let isFormAbsent: Bool
    if case .scalar(let expression) = typed {
      isFormAbsent = absence.reaches(expression)
    } else {
      isFormAbsent =
        formInputs.contains(where: absence.isAbsent)
        || formTables.union([table].compactMap { $0 }).contains { package[resource: $0] == nil }
    }
    return PlannedFeature(
      declaration: declaration,
      index: index,
      type: fieldType(typed.type),
      canonical: spelling,
      hash: Fingerprint.of(spelling),
      inputs: inputs(of: typed.expressions + [condition].compactMap { $0 }, dependencies),
      dependsOn: dependencies.sorted().map { declarations[$0].name },
      form: typed,
      applies: condition,
      dependencies: dependencies,
      formDependencies: formDependencies,
      formInputs: formInputs,
      formTables: formTables,
      tables: tables(of: dependencies).union([table].compactMap { $0 }),
      table: table,
      window: window,
      isAbsent: isFormAbsent || (condition.map(absence.reaches) ?? false),
      valueType: typed.type
    )
  }

  private func fieldType(_ type: ValueType) -> FieldType {
    switch type {
    case .number, .unknown: .number
    case .text: .text
    case .boolean: .boolean
    case .date: .date
    }
  }

  private func verifyEmpty(_ declaration: Declaration, _ form: TypedForm) throws(FeatureError) {
    guard declaration.empty != nil else { return }
    if case .scalar = form {
      throw FeatureError(
        .syntax,
        "‘empty’ says what an aggregate of no rows is; this is no aggregate",
        at: declaration.location,
        hint: "use coalesce(x, 0)"
      )
    }
    guard form.type == .number || form.type == .unknown else {
      throw FeatureError(
        .type,
        "‘empty’ is a number, but the feature is \(form.type.words)",
        at: declaration.location
      )
    }
  }

  private func scope(table: String? = nil) -> Scope {
    Scope(package: package, features: places, policy: absence, table: table)
  }

  /// The columns of expressions and of the features they name, in order.
  private func inputs(of expressions: [Expression], _ dependencies: [Int]) -> [InputColumn] {
    var found: Set<InputColumn> = []
    for expression in expressions {
      expression.forEach { part in
        if case .column(let column) = part.kind { found.insert(column) }
      }
    }
    for dependency in dependencies { found.formUnion(planned[dependency]?.inputs ?? []) }
    return found.sorted()
  }

  /// The event tables that features read, directly or through others.
  private func tables(of features: [Int]) -> Set<String> {
    features.reduce(into: []) { $0.formUnion(planned[$1]?.tables ?? []) }
  }

  /// The places of the features that typed expressions name.
  private func features(in expressions: [Expression]) -> [Int] {
    var found: Set<Int> = []
    for expression in expressions {
      expression.forEach { part in
        if case .feature(let index) = part.kind { found.insert(index) }
      }
    }
    return found.sorted()
  }

  /// The places of the features that a declaration names.
  private func names(in form: Form, _ applies: Syntax?) -> [Int] {
    var found: Set<Int> = []
    func collect(_ syntax: Syntax, _ scope: Scope) {
      switch syntax.kind {
      case .name(let name, let qualifier):
        if case .feature(let index) = scope.meaning(of: name, qualifier: qualifier) {
          found.insert(index)
        }
      case .operation(_, let parts), .choice(let parts), .call(_, let parts):
        for part in parts { collect(part, scope) }
      default: break
      }
    }
    func collect(_ call: AggregateCall, _ scope: Scope) {
      for part in [call.argument, call.second] {
        if let part { collect(part, scope) }
      }
    }
    switch form {
    case .scalar(let syntax):
      collect(syntax, scope())
    case .events(let call, let table, _, let condition):
      let scope = scope(table: table)
      collect(call, scope)
      if let condition { collect(condition, scope) }
    case .peers(let call, let levels):
      collect(call, scope())
      for key in levels.flatMap(\.keys) { collect(key, scope()) }
    }
    if let applies { collect(applies, scope()) }
    return found.sorted()
  }
}
