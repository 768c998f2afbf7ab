/// How a district is written.
public enum DistrictLanguage: String, CaseIterable, Sendable {
  /// Standard headers, UTF-8, ISO dates, amounts in yuan.
  case english = "en"
  /// Chinese headers and names, GB18030, dates as `2024年3月5日` and `2024/3/5`, amounts in 万元, and
  /// a few cells as people type them.
  case chinese = "zh"
}
