/// Cyclic redundancy check.
enum Placeholder {}
