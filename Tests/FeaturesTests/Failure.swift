import Features
import Testing

/// The error that `body` ends with, which must be a `FeatureError`.
func failure(
  _ body: () throws -> Void,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws -> FeatureError {
  do {
    try body()
  } catch let error as FeatureError {
    return error
  }
  Issue.record("nothing was refused", sourceLocation: sourceLocation)
  throw FeatureError(.file, "nothing was refused")
}
