/// Stub.
public struct Polygon: Sendable { /// b
public var boundingBox: Box { .world }
/// r
public func relation(to: Box) -> Relation { .crosses } }
