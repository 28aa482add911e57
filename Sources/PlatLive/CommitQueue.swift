internal import Dispatch
internal import PlatCommon
internal import Synchronization

/// Lets threads that write at the same time share one commit.
///
/// A thread that comes while nobody commits does so at once, for itself alone. Those that come
/// meanwhile wait, and the next commit is for all of them: one of them leads it, the others are
/// told what became of theirs. Source: group commit, as in P. Helland et al., "Group commit timers
/// and high volume transaction systems" (HPTS 1987), without the timer.
final class CommitQueue<Item: Sendable, Answer: Sendable>: Sendable {
  /// A thread's item, and what became of it.
  private final class Ticket: Sendable {
    let item: Item
    let answer = Mutex<Answer?>(nil)
    /// Wakes the thread: its answer is there, or it is to lead.
    let woken = DispatchSemaphore(value: 0)

    init(_ item: Item) { self.item = item }
  }

  private struct State {
    var waiting: [Ticket] = []
    var isBusy = false
  }

  private let state = Mutex(State())
  private let most: Int

  /// - Parameter most: How many items one commit takes.
  init(most: Int) { self.most = max(most, 1) }

  /// Commits an item, alone or with others, and gives its answer.
  ///
  /// - Parameter commit: Commits items and gives an answer for each; called by one thread at a
  ///   time.
  func run(_ item: Item, _ commit: ([Item]) -> [Answer]) -> Answer {
    let ticket = Ticket(item)
    let leads = state.withLock { state in
      state.waiting.append(ticket)
      defer { state.isBusy = true }
      return !state.isBusy
    }
    if !leads { ticket.woken.wait() }
    while true {
      if let answer = ticket.answer.withLock({ $0 }) { return answer }
      lead(commit)
    }
  }

  /// Commits the items that wait, and wakes those whose they are and the next leader.
  private func lead(_ commit: ([Item]) -> [Answer]) {
    let tickets = state.withLock { state in
      let first = Array(state.waiting.prefix(most))
      state.waiting.removeFirst(first.count)
      return first
    }
    let answers = commit(tickets.map(\.item))
    for (ticket, answer) in zip(tickets, answers) {
      ticket.answer.withLock { $0 = answer }
      ticket.woken.signal()
    }
    let next = state.withLock { state in
      state.isBusy = !state.waiting.isEmpty
      return state.waiting.first
    }
    next?.woken.signal()
  }
}
