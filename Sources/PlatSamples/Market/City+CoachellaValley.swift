extension City {
  /// The Coachella Valley and the high desert above it, as boxes around the built area between
  /// mountains and dunes.
  static let coachellaValley: [City] = [
    City(
      "Palm Springs", .coachellaValley, 33.8303, -116.5453, reach: (7, 5), price: 430, condos: 46,
      homes: 36,
      built: 1955...2018, codes: ["92262", "92264"],
      areas: [
        Extent(33.845, 33.884, -116.558, -116.490), Extent(33.812, 33.845, -116.558, -116.517),
        Extent(33.827, 33.850, -116.508, -116.490), Extent(33.774, 33.812, -116.555, -116.496),
        Extent(33.795, 33.815, -116.496, -116.479),
      ]),
    City(
      "Cathedral City", .coachellaValley, 33.7805, -116.4668, reach: (6, 4), price: 310, condos: 24,
      homes: 22,
      built: 1972...2012, codes: ["92234"],
      areas: [
        Extent(33.764, 33.780, -116.480, -116.458), Extent(33.780, 33.815, -116.479, -116.446),
        Extent(33.815, 33.862, -116.489, -116.440),
      ]),
    City(
      "Rancho Mirage", .coachellaValley, 33.7397, -116.4128, reach: (5, 4), price: 400, condos: 44,
      homes: 15,
      built: 1968...2018, codes: ["92270"],
      areas: [
        Extent(33.768, 33.812, -116.435, -116.390), Extent(33.737, 33.768, -116.432, -116.392),
        Extent(33.743, 33.768, -116.445, -116.432),
      ]),
    City(
      "Palm Desert", .coachellaValley, 33.7222, -116.3745, reach: (6, 5), price: 370, condos: 46,
      homes: 38,
      built: 1965...2016, codes: ["92211", "92260"],
      areas: [
        Extent(33.747, 33.773, -116.391, -116.306), Extent(33.773, 33.797, -116.391, -116.345),
        Extent(33.730, 33.747, -116.391, -116.347), Extent(33.730, 33.747, -116.330, -116.306),
        Extent(33.762, 33.797, -116.306, -116.286), Extent(33.700, 33.730, -116.402, -116.368),
        Extent(33.675, 33.700, -116.412, -116.374),
      ]),
    City(
      "Indian Wells", .coachellaValley, 33.7176, -116.3408, reach: (2, 4), price: 485, condos: 42,
      homes: 6,
      built: 1966...2016, codes: ["92210"],
      areas: [
        Extent(33.703, 33.729, -116.364, -116.305), Extent(33.729, 33.747, -116.346, -116.331),
      ]),
    City(
      "La Quinta", .coachellaValley, 33.6634, -116.3100, reach: (6, 4), price: 395, condos: 24,
      homes: 26,
      built: 1980...2019, codes: ["92253"],
      areas: [
        Extent(33.686, 33.733, -116.303, -116.268), Extent(33.674, 33.686, -116.303, -116.254),
        Extent(33.653, 33.676, -116.320, -116.293), Extent(33.676, 33.690, -116.318, -116.303),
        Extent(33.633, 33.674, -116.277, -116.238), Extent(33.605, 33.633, -116.262, -116.232),
      ]),
    City(
      "Indio", .coachellaValley, 33.7206, -116.2156, reach: (6, 6), price: 300, condos: 8,
      homes: 36,
      built: 1968...2022, codes: ["92203", "92201"],
      areas: [
        Extent(33.762, 33.787, -116.288, -116.266), Extent(33.758, 33.770, -116.266, -116.246),
        Extent(33.747, 33.759, -116.268, -116.214), Extent(33.700, 33.747, -116.266, -116.190),
        Extent(33.685, 33.700, -116.264, -116.216), Extent(33.745, 33.768, -116.196, -116.176),
      ]),
    City(
      "Coachella", .coachellaValley, 33.6803, -116.1739, reach: (4, 3), price: 255, condos: 4,
      homes: 14,
      built: 1970...2020, codes: ["92236"], areas: [Extent(33.650, 33.710, -116.196, -116.150)]),
    City(
      "Desert Hot Springs", .coachellaValley, 33.9611, -116.5017, reach: (5, 5), price: 248,
      condos: 7, homes: 15,
      built: 1970...2020, codes: ["92240"],
      areas: [
        Extent(33.960, 33.986, -116.538, -116.478), Extent(33.940, 33.960, -116.524, -116.462),
        Extent(33.905, 33.940, -116.534, -116.500),
      ]),
    City(
      "Thousand Palms", .coachellaValley, 33.8120, -116.3850, reach: (2, 3), price: 245, condos: 12,
      homes: 4,
      built: 1972...2006, codes: ["92276"], areas: [Extent(33.803, 33.833, -116.404, -116.362)]),
    City(
      "Bermuda Dunes", .coachellaValley, 33.7440, -116.2850, reach: (2, 2), price: 315, condos: 26,
      homes: 4,
      built: 1965...2004, codes: ["92203"],
      areas: [
        Extent(33.735, 33.758, -116.302, -116.268)
      ]),
    City(
      "Sky Valley", .coachellaValley, 33.8990, -116.3600, reach: (2, 3), price: 205, condos: 2,
      homes: 2,
      built: 1978...2006, codes: ["92241"], areas: [Extent(33.887, 33.908, -116.400, -116.330)]),
    City(
      "Thermal", .coachellaValley, 33.6300, -116.1400, reach: (3, 3), price: 235, condos: 1,
      homes: 1.5,
      built: 1960...2010, codes: ["92274"], areas: [Extent(33.608, 33.650, -116.172, -116.115)]),
    City(
      "Yucca Valley", .highDesert, 34.1142, -116.4322, reach: (3, 7), price: 245, condos: 3,
      homes: 9,
      built: 1958...2012, codes: ["92284"]),
    City(
      "Joshua Tree", .highDesert, 34.1347, -116.3131, reach: (2.5, 4), price: 290, condos: 1,
      homes: 4,
      built: 1956...2020, codes: ["92252"]),
    City(
      "Twentynine Palms", .highDesert, 34.1356, -116.0542, reach: (2.5, 5), price: 195, condos: 3,
      homes: 6,
      built: 1955...2008, codes: ["92277"]),
    City(
      "Morongo Valley", .highDesert, 34.0470, -116.5810, reach: (2, 3), price: 240, condos: 0,
      homes: 1.4,
      built: 1955...2005, codes: ["92256"]),
  ]
}
