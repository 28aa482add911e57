extension City {
  /// Ventura and Santa Barbara counties, and two cities of Kern county beyond the mountains.
  static let coastAndKern: [City] = [
    City(
      "Ventura", .centralCoast, 34.2783, -119.2231, reach: (3.9, 7.7), price: 560, condos: 24,
      homes: 43,
      built: 1920...2014, codes: ["93001", "93004", "93003"]),
    City(
      "Oxnard", .centralCoast, 34.1900, -119.1850, reach: (5.5, 6.1), price: 520, condos: 26,
      homes: 56,
      built: 1950...2018, codes: ["93036", "93030", "93035", "93033"]),
    City(
      "Port Hueneme", .centralCoast, 34.1600, -119.1950, reach: (2.2, 2.2), price: 470, condos: 52,
      homes: 8,
      built: 1950...2000, codes: ["93041"]),
    City(
      "Camarillo", .centralCoast, 34.2250, -119.0376, reach: (4.4, 6.6), price: 480, condos: 30,
      homes: 27,
      built: 1962...2014, codes: ["93010", "93012"]),
    City(
      "Thousand Oaks", .centralCoast, 34.1906, -118.8600, reach: (5, 6.6), price: 560, condos: 26,
      homes: 48,
      built: 1962...2010, codes: ["91360", "91362", "91320"]),
    City(
      "Westlake Village", .centralCoast, 34.1450, -118.8100, reach: (2.2, 3.3), price: 640,
      condos: 32, homes: 4,
      built: 1968...2004, codes: ["91361"]),
    City(
      "Simi Valley", .centralCoast, 34.2694, -118.7500, reach: (3.9, 8.2), price: 460, condos: 20,
      homes: 43,
      built: 1960...2014, codes: ["93063", "93065"]),
    City(
      "Moorpark", .centralCoast, 34.2856, -118.8770, reach: (2.8, 3.9), price: 470, condos: 18,
      homes: 12,
      built: 1978...2010, codes: ["93021"]),
    City(
      "Santa Paula", .centralCoast, 34.3542, -119.0650, reach: (2, 3.3), price: 430, condos: 10,
      homes: 9,
      built: 1920...2010, codes: ["93060"]),
    City(
      "Ojai", .centralCoast, 34.4480, -119.2429, reach: (2.8, 4.4), price: 690, condos: 6, homes: 5,
      built: 1925...1990, codes: ["93023"]),
    City(
      "Santa Barbara", .centralCoast, 34.4283, -119.7200, reach: (3.3, 6.6), price: 910, condos: 28,
      homes: 38,
      built: 1910...2000, codes: ["93105", "93110", "93101", "93103"]),
    City(
      "Montecito", .centralCoast, 34.4360, -119.6320, reach: (2.2, 3.9), price: 1300, condos: 12,
      homes: 4,
      built: 1920...2008, codes: ["93108"]),
    City(
      "Goleta", .centralCoast, 34.4420, -119.8376, reach: (2.8, 5.5), price: 720, condos: 28,
      homes: 13,
      built: 1958...2014, codes: ["93117"]),
    City(
      "Carpinteria", .centralCoast, 34.4040, -119.5180, reach: (1.7, 3.3), price: 760, condos: 40,
      homes: 6,
      built: 1950...2000, codes: ["93013"]),
    City(
      "Bakersfield", .kern, 35.3533, -119.0500, reach: (9.9, 13.2), price: 225, condos: 4,
      homes: 140,
      built: 1950...2020,
      codes: [
        "93308", "93306", "93312", "93301", "93314", "93309", "93304", "93311", "93307", "93313",
      ]),
    City(
      "Tehachapi", .kern, 35.1322, -118.4490, reach: (2.8, 4.4), price: 215, condos: 2, homes: 5,
      built: 1965...2012, codes: ["93561"]),
  ]
}
