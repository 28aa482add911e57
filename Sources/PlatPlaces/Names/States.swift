/// The states of the USA by name and by two letters.
public enum States {
  /// The two letters of the state named by the last words, and the number of these words; nil if
  /// they name none.
  static func state(endingIn words: ArraySlice<PlaceText.Word>) -> (code: String, words: Int)? {
    guard let last = words.last else { return nil }
    let text = PlaceWords.text(last)
    if words.count > 1, let before = words.dropLast().last.map(PlaceWords.text),
      let code = codes[before + " " + text]
    {
      return (code, 2)
    }
    if let code = codes[text] { return (code, 1) }
    return letters.contains(text) ? (text.uppercased(), 1) : nil
  }

  /// The two capital letters for a state's name or letters; nil for anything else.
  public static func code(_ text: String) -> String? {
    let lower = text.lowercased()
    return codes[lower] ?? (letters.contains(lower) ? lower.uppercased() : nil)
  }

  /// The spellings of a state in listings: its two letters and its names; the text itself if it is
  /// not a state.
  public static func spellings(_ text: String) -> [String] {
    guard let code = code(text) else { return [text] }
    return [code] + codes.filter { $0.value == code }.map(\.key).sorted()
  }

  /// The two capital letters for a state's number in FIPS 5-2, such as `06`; nil for anything else.
  public static func code(fips text: String) -> String? { numbers[text] }

  private static let numbers: [String: String] = [
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE",
    "11": "DC",
    "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA", "20": "KS",
    "21": "KY",
    "22": "LA", "23": "ME", "24": "MD", "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO",
    "30": "MT",
    "31": "NE", "32": "NV", "33": "NH", "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND",
    "39": "OH",
    "40": "OK", "41": "OR", "42": "PA", "44": "RI", "45": "SC", "46": "SD", "47": "TN", "48": "TX",
    "49": "UT",
    "50": "VT", "51": "VA", "53": "WA", "54": "WV", "55": "WI", "56": "WY", "72": "PR",
  ]

  private static let codes: [String: String] = [
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "calif": "CA",
    "cali": "CA", "colorado": "CO", "connecticut": "CT", "delaware": "DE", "florida": "FL",
    "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS",
    "kentucky": "KY",
    "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI",
    "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV",
    "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC",
    "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT",
    "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
    "district columbia": "DC", "puerto rico": "PR",
  ]
  private static let letters = Set(
    """
    al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm \
    ny nc nd oh ok or pa \
    ri sc sd tn tx ut vt va wa wv wi wy dc pr
    """.split(separator: " ").map(String.init))
}
