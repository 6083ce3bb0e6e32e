@testable import benchmark
