internal import PlatCommon
internal import PlatIndex
internal import PlatStore

extension BuildOptions {
  /// Takes over what an index was built with: its clusters, unless the options name others, and the
  /// keys that are public.
  mutating func keepSettings(of before: ListingsDatabase) throws(PlatError) {
    if clusters == ClusterOptions() { clusters = before.index.pyramid.options }
    let keys = try part { () throws(StoreError) in try before.publicKeys() }
    let names = keys.names + publicKeys.names.filter { !keys.names.contains($0) }
    publicKeys = PublicKeys(trusted: names)
  }
}
