/// The vocabulary of the samples: no person, office or remark is real.
enum Words {
  /// First parts of invented subdivision names.
  static let placeFirst: [StaticString] = [
    "Mission", "Rancho", "Stone", "Sierra", "Harbor", "Canyon", "Vista", "Oak", "Silver", "Monte",
    "Laurel", "Cypress",
    "Eagle", "Heritage", "Summit", "Willow", "Foothill", "Crescent", "Sycamore", "Garden", "Arroyo",
    "Bella",
    "Mariposa",
    "Copper", "Meadow", "Pacific", "Quail", "Rosewood", "Sunset", "Terra", "Valley", "Windsor",
    "Almond", "Brookside",
    "Chaparral", "Del Mar", "Emerald", "Hidden", "Ironwood", "Jasmine", "Kensington", "Linda",
    "Madrone", "Old Orchard",
  ]

  /// Second parts of invented subdivision names.
  static let placeSecond: [StaticString] = [
    " Ridge", " Terrace", " Pointe", " Village", " Estates", " Park", " Heights", " Grove",
    " Hills", " Creek", " Glen",
    " Highlands", " Ranch", " Knolls", " Meadows", " Crossing", " Gardens", " Trails", " Place",
    " Square", " Springs",
    " Vista", " Landing", " Commons", " Hollow", " Bluffs", " Court", " Oaks", " Mesa", " Verde",
  ]

  /// First names of invented agents.
  static let firstNames: [StaticString] = [
    "Maria", "James", "Linda", "Robert", "Elena", "Michael", "Susan", "David", "Karen", "Carlos",
    "Nancy", "Daniel",
    "Lisa", "Mark", "Sandra", "Paul", "Ashley", "Steven", "Kimberly", "Andrew", "Donna", "Kenneth",
    "Emily", "George",
    "Carol", "Joshua", "Michelle", "Kevin", "Amanda", "Brian", "Melissa", "Edward", "Deborah",
    "Ronald", "Stephanie",
    "Timothy", "Rebecca", "Jason", "Laura", "Jeffrey", "Sharon", "Ryan", "Cynthia", "Jacob",
    "Kathleen", "Gary", "Amy",
    "Nicholas", "Angela", "Eric", "Rosa", "Minh", "Priya", "Hiro", "Fatima", "Olga", "Andre",
    "Yolanda", "Wei", "Nadia",
  ]

  /// Last names of invented agents.
  static let lastNames: [StaticString] = [
    "Alvarez", "Baker", "Castillo", "Dunn", "Ellis", "Fischer", "Garcia", "Hughes", "Ibarra",
    "Jensen", "Kim", "Lopez",
    "Morales", "Nguyen", "Ortiz", "Patel", "Quinn", "Ramirez", "Sullivan", "Torres", "Underwood",
    "Vargas", "Walsh",
    "Young", "Zamora", "Andersen", "Bennett", "Chavez", "Delgado", "Espinoza", "Flores", "Graham",
    "Hernandez", "Ito",
    "Johnson", "Keller", "Larsen", "Mendoza", "Navarro", "O'Brien", "Perez", "Rossi", "Santos",
    "Tran", "Valdez",
    "West",
    "Abrams", "Brooks", "Cohen", "Diaz", "Evans", "Foster", "Greene", "Hayes", "Ivanov", "Jacobs",
    "Lindgren", "Meyer",
  ]

  /// First parts of invented office names.
  static let officeFirst: [StaticString] = [
    "Desert Sky", "Palm Canyon", "Golden State", "San Jacinto", "Blue Pacific", "Mesa Verde",
    "Date Grove",
    "Citrus Belt",
    "Harbor Light", "Ocotillo", "Smoke Tree", "Coastline", "Inland Crest", "Twin Peaks", "Sunline",
  ]

  /// Second parts of invented office names.
  static let officeSecond: [StaticString] = [
    " Realty", " Homes", " Properties", " Real Estate", " Group", " Brokers", " Living",
    " Partners", " Estates",
    " & Co",
  ]

  /// First parts of remarks.
  static let remarkFirst: [StaticString] = [
    "Light-filled home", "Turnkey and move-in ready", "Remodeled throughout", "Quiet cul-de-sac",
    "Great room floor plan",
    "Corner lot", "First time on the market", "Beautifully kept", "Open plan living",
    "Sunny south-facing patio",
    "Mountain views", "Updated kitchen", "Single-level living", "Walls of glass",
    "Charming and private",
    "Spacious primary suite", "Original character", "Fresh paint and new floors", "End unit",
    "Designer finishes",
  ]

  /// Second parts of remarks.
  static let remarkSecond: [StaticString] = [
    " with mature citrus trees.", " near parks and schools.", " and a new roof.",
    " close to shops and trails.",
    " with owned solar.", " and a wide covered patio.", ", ready for your ideas.",
    " with quartz counters.",
    " and low dues.", ", minutes to downtown.", " with RV parking.", " and room for guests.",
    ". Bring offers!",
    " with vaulted ceilings.", " and newer AC.",
  ]
}
