extension Words {
  /// First words of Spanish street names, which take no suffix.
  static let spanishFirst: [StaticString] = [
    "Via ", "Calle ", "Avenida ", "Camino ", "Paseo ", "Vista ", "Plaza ", "Corte ", "Via ",
    "Calle ", "Avenida ",
  ]

  /// Second words of Spanish street names.
  static let spanishSecond: [StaticString] = [
    "Escuela", "Encilia", "Palo Fierro", "Rocosa", "Amado", "Belardo", "Caballeros", "Del Sol",
    "Las Flores",
    "Miraleste",
    "Olancha", "Palmera", "Ronda", "San Rafael", "Tamarisco", "Vallejo", "Yucca", "Montecito",
    "Estrella", "Rio Blanco",
    "Los Robles", "Marbella", "Oro", "Serena", "Juarez", "Madera", "Ladera", "Fresno", "Granada",
    "Hermosa", "Cantera",
    "Bolero", "Paloma", "Quintana", "Ramona", "Santa Rosa", "Toledo", "Ventana", "Aurora", "Cadiz",
    "Del Norte",
    "Lirio",
    "Mirasol", "Naranja", "Obregon", "Pinon", "Real", "Sevilla", "Tecate", "Verano",
  ]

  /// English street names.
  static let english: [StaticString] = [
    "Acacia", "Adams", "Alder", "Alta", "Amber", "Arbor", "Ash", "Aspen", "Baker", "Bayberry",
    "Beech", "Birch",
    "Bluebird",
    "Briar", "Broadway", "Buckeye", "Camelot", "Canyon", "Cardinal", "Carson", "Cedar", "Cherry",
    "Chestnut", "Clover",
    "Coral", "Cottonwood", "Coventry", "Crest", "Cypress", "Dahlia", "Deer Creek", "Desert Willow",
    "Dogwood", "Dover",
    "Eagle", "Edgewood", "Elm", "Emerson", "Eucalyptus", "Evergreen", "Fairway", "Falcon", "Fern",
    "Fieldstone", "Fir",
    "Foxglove", "Franklin", "Garnet", "Glenwood", "Grove", "Hampton", "Harvard", "Hawthorn",
    "Heather", "Hickory",
    "Highland", "Hillcrest", "Holly", "Iris", "Ivy", "Jackson", "Jade", "Jasmine", "Juniper",
    "Kingsley", "Lakeview",
    "Larkspur", "Laurel", "Lavender", "Lemon", "Lexington", "Lilac", "Lincoln", "Lupine",
    "Magnolia", "Maple",
    "Marigold",
    "Meadow", "Mesquite", "Monroe", "Morning Glory", "Mulberry", "Myrtle", "Newport", "Oak",
    "Olive", "Orchard",
    "Oxford",
    "Palm", "Park", "Pearl", "Pepper Tree", "Pine", "Poppy", "Primrose", "Quail", "Redwood",
    "Ridge", "Robin", "Rose",
    "Ruby", "Sage", "Sandpiper", "Sequoia", "Sierra", "Spruce", "Stanford", "Summit", "Sunflower",
    "Sunrise",
    "Sycamore",
    "Tangerine", "Teal", "Thistle", "Topaz", "Valencia", "Verbena", "Victoria", "Violet", "Walnut",
    "Washington",
    "Whitewater", "Willow", "Windsor", "Wisteria", "Woodland", "Yale",
  ]

  /// Suffixes of English street names.
  static let suffixes: [StaticString] = [
    "Drive", "Street", "Avenue", "Lane", "Way", "Court", "Road", "Circle", "Place", "Trail",
    "Drive", "Street",
    "Avenue",
  ]
}

/// The name of a street, split into a listing's fields.
struct StreetName: Sendable {
  let direction: StaticString
  let first: StaticString
  let second: StaticString
  let suffix: StaticString

  /// The name of one of a tract's streets: straight streets keep it through the whole city.
  init(of tract: Tract, street: Int, numbering: Numbering, spanish: Double) {
    let line =
      tract.bow != 0
      ? tract.identity
      : SampleRandom.mix(
        UInt64(tract.city), UInt64(tract.runsEast ? tract.row : tract.column + 10_000))
    let bits = SampleRandom.mix(line, UInt64(street))
    let other = SampleRandom.mix(bits)
    if SampleRandom.unit(bits) * 100 < spanish {
      first = Words.spanishFirst[SampleRandom.below(Words.spanishFirst.count, bits << 20)]
      second = Words.spanishSecond[SampleRandom.below(Words.spanishSecond.count, other)]
      suffix = ""
    } else {
      first = Words.english[SampleRandom.below(Words.english.count, other)]
      second = ""
      suffix = Words.suffixes[SampleRandom.below(Words.suffixes.count, bits << 20)]
    }
    if tract.bow == 0, !numbering.isValleyWide, other & 7 < 2 {
      let isBefore = tract.runsEast ? tract.column < numbering.column : tract.row < numbering.row
      direction = tract.runsEast ? (isBefore ? "W" : "E") : (isBefore ? "S" : "N")
    } else {
      direction = ""
    }
  }
}
