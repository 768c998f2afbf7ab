/// A name in the two languages a district can be written in.
struct BilingualName: Hashable, Sendable {
  var english: String
  var chinese: String

  init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }
}
