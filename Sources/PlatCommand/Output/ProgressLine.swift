import PlatCommon

/// One line on the terminal with the progress of long work; nothing in a pipe.
final class ProgressLine {
  private let isShown = Console.showsProgress
  private let clock = ContinuousClock()
  private let began = ContinuousClock().now
  private var last: ContinuousClock.Instant?
  private var width = 0

  /// Shows a text, at most ten times a second.
  func show(_ text: @autoclosure () -> String) {
    guard isShown else { return }
    let now = clock.now
    if let last, now - last < .milliseconds(100) { return }
    last = now
    let line = "\(NumberText.fixed((now - began) / .seconds(1), 1)) s  \(text())"
    Console.raw("\r" + line.padding(to: width))
    width = line.count
  }

  /// Clears the line.
  func end() {
    guard isShown, width > 0 else { return }
    Console.raw("\r" + String(repeating: " ", count: width) + "\r")
    width = 0
  }
}
