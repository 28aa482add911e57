import FoundationEssentials
import Plat
import PlatAssistant
import PlatJSON
import PlatSearch
import PlatValuation

/// `plat comps`: estimates a sale price from comparable sales.
enum CompsCommand {
  static let command = Command(
    name: "comps",
    summary: "Estimate a home's value from the sales around it, each adjustment shown.",
    usage:
      "INDEX --lat N --lon N --sqft N --beds N --baths N [options] | INDEX --address A [options]",
    discussion: """
      Compares a home with Closed listings: within a mile, living area within 30 %, about as many \
      bedrooms and bathrooms, sold
      within six months before --as-of, of the same property type; widened step by step where too \
      few are found, and each
      step is told. A home that --address finds among the listings needs nothing else. It is an \
      estimate, not an appraisal.

      \(ModelSettings.help)

      Examples:
        plat comps indexes/demo --lat 33.8303 --lon -116.5453 --sqft 1850 --beds 3 --baths 2
        plat comps indexes/demo --address "100 Main St, Palm Springs" --report cma.html
      """,
    options: AnalysisParameter.all.map {
      Option($0.optionName, value(of: $0), $0.summary, mayBeEmpty: true)
    } + [
      Option("json", nil, "Print the answer as JSON, as POST /api/ai/cma does."),
      Option(
        "report", "FILE",
        "Write a report for people to FILE, one page of HTML that needs nothing else."),
    ], operands: 1...1, body: run)

  private static func value(of parameter: AnalysisParameter) -> String {
    switch parameter.name {
    case "address": "TEXT"
    case "propertyType": "TYPE"
    case "asOf": "DATE"
    default: "N"
    }
  }

  private static func run(_ arguments: Arguments) throws {
    let given = AnalysisParameter.all.compactMap { parameter in
      arguments.value(parameter.optionName).map { (name: parameter.name, value: $0) }
    }
    let request: AnalysisRequest
    do throws(ParameterError) { request = try AnalysisRequest(given) } catch { throw usage(error) }
    let model = try ModelSettings.model()
    let database = try ListingsDatabase(opening: arguments.operands[0])
    for refused in database.refusedSnapshots { Console.error("plat comps: passed over \(refused)") }
    var answer: MarketAnswer
    do throws(PlatError) {
      answer = try database.marketAnalysis(request, now: Int64(Date().timeIntervalSince1970))
    } catch {
      if case .parameter(let error) = error { throw usage(error) }
      throw error
    }
    if let model {
      do throws(LanguageModel.Failure) { try answer.write(by: model) } catch {
        Console.error("plat comps: \(error); the paragraph is our own")
      }
    }
    if let path = arguments.value("report") { try write(MarketReport(answer).html, to: path) }
    if arguments.has("json") {
      var writer = JSONWriter()
      answer.write(to: &writer)
      Console.print(writer.bytes)
    } else {
      Console.print(CompsText(answer).text)
    }
  }

  private static func usage(_ error: ParameterError) -> UsageError {
    error.usage { AnalysisParameter.named($0)?.optionName }
  }

  private static func write(_ page: String, to path: String) throws {
    do { try Data(page.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
      throw FileProblem(
        path: path, reason: "the report cannot be written; is its directory there and writable?")
    }
  }
}
