/// What is known of the build. `.ci/stamp-commit` puts the commit in for a release; results never hold it.
enum BuildInfo {
  /// The commit that the tool was built from, or nil.
  static let commit: String? = nil
}
