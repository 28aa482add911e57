import Feeds

struct RejectsFile {
  init(path: String) throws(FeedError) {}
  mutating func write(_ r: [Refusal]) throws(FeedError) {}
  mutating func close() throws(FeedError) {}
}
