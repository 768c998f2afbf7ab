/// A dataset's description: the Frictionless Data Package, and what stands under `watchpost:`.
public struct DataPackage: Sendable {
  /// The name of the package.
  public let name: String
  /// A name for people.
  public let title: String?
  /// The folder its files are in.
  public let folder: String
  /// The descriptor's file, relative to the folder; nil when it was inferred.
  public let file: String?
  /// The files that describe it, relative to the folder: the descriptor, and the schemas and
  /// dialects that it names.
  private(set) var descriptors: [String]
  /// The tables, in the order of the descriptor.
  public private(set) var resources: [Resource]
  /// The entity that the rest is about: `watchpost: {subject: NAME}`, else `projects`, else the
  /// only entity.
  public private(set) var subject: Resource
  /// The ways from a resource to the subject, by the resource's name.
  public let links: [String: Link]
  /// The working days of the place the data come from; no file of the package says it.
  public var calendar: WorkCalendar?

  /// A package of its parts, checked as a whole.
  ///
  /// Names that others refer to must exist and have the right type, and every event and outcome
  /// must reach the subject.
  ///
  /// - Throws: `TableError` with the place in the descriptor.
  public init(
    name: String,
    title: String? = nil,
    folder: String,
    file: String? = nil,
    resources: [Resource],
    subject: String? = nil
  ) throws(TableError) {
    let verified = try PackageVerification.verify(resources, subject: subject, file: file)
    self.name = name
    self.title = title
    self.folder = folder
    self.file = file
    self.descriptors = file.map { [$0] } ?? []
    self.resources = verified.resources
    self.subject = verified.subject
    self.links = verified.links
  }

  /// A package of one table that needs no key, because nothing refers to it.
  init(flat resource: Resource, folder: String) {
    name = resource.name
    title = nil
    self.folder = folder
    file = nil
    descriptors = []
    resources = [resource]
    subject = resource
    links = [:]
  }

  /// The same package, described by these files too.
  func described(alsoBy names: [String]) -> DataPackage {
    var package = self
    package.descriptors += names
    return package
  }

  /// The same package where fields that need a key to be read are `isWithheld`, or are not.
  func withholdingTokens(_ isWithheld: Bool) -> DataPackage {
    func marked(_ resource: Resource) -> Resource {
      var resource = resource
      for index in resource.fields.indices where resource.fields[index].personal == .token {
        resource.fields[index].isWithheld = isWithheld
      }
      return resource
    }
    var package = self
    package.resources = resources.map(marked)
    package.subject = marked(subject)
    return package
  }

  /// The resource called `name`, or nil.
  public subscript(resource name: String) -> Resource? {
    resources.first { $0.name == name }
  }
}
