import Foundation

Signals.holdStandardDescriptors()
Signals.prepare()
exit(Tool.run(Arguments.ofProcess).rawValue)
