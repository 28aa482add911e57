extension City {
  /// San Diego county.
  static let sanDiego: [City] = [
    City(
      "San Diego", .sanDiego, 32.7620, -117.1200, reach: (10, 12.5), price: 640, condos: 42,
      homes: 270,
      built: 1920...2016,
      codes: ["92111", "92123", "92110", "92116", "92103", "92104", "92101", "92102", "92113"]),
    City(
      "Clairemont", .sanDiego, 32.8250, -117.1850, reach: (4.4, 3.8), price: 650, condos: 20,
      homes: 34,
      built: 1952...1985, codes: ["92117"]),
    City(
      "Mira Mesa", .sanDiego, 32.9156, -117.1439, reach: (3.1, 5), price: 590, condos: 32,
      homes: 25,
      built: 1970...2004, codes: ["92126"]),
    City(
      "Rancho Penasquitos", .sanDiego, 32.9595, -117.1153, reach: (3.1, 4.4), price: 590,
      condos: 26, homes: 20,
      built: 1972...2006, codes: ["92129"]),
    City(
      "Carmel Valley", .sanDiego, 32.9400, -117.2200, reach: (3.1, 4.4), price: 760, condos: 48,
      homes: 17,
      built: 1984...2018, codes: ["92130"]),
    City(
      "La Jolla", .sanDiego, 32.8473, -117.2600, reach: (5, 3.8), price: 1080, condos: 50,
      homes: 21,
      built: 1940...2010, codes: ["92037"]),
    City(
      "Pacific Beach", .sanDiego, 32.7990, -117.2380, reach: (2.5, 3.1), price: 880, condos: 46,
      homes: 19,
      built: 1945...2012, codes: ["92109"]),
    City(
      "Coronado", .sanDiego, 32.6870, -117.1750, reach: (2.5, 2.5), price: 1350, condos: 48,
      homes: 9,
      built: 1920...2010, codes: ["92118"]),
    City(
      "Chula Vista", .sanDiego, 32.6280, -117.0300, reach: (6.2, 11.2), price: 470, condos: 26,
      homes: 84,
      built: 1948...2022, codes: ["91910", "91913", "91911", "91915"]),
    City(
      "National City", .sanDiego, 32.6740, -117.0920, reach: (3.1, 3.1), price: 440, condos: 16,
      homes: 16,
      built: 1945...1995, codes: ["91950"]),
    City(
      "La Mesa", .sanDiego, 32.7720, -117.0231, reach: (3.8, 3.8), price: 540, condos: 22,
      homes: 25,
      built: 1945...2000, codes: ["91942", "91941"]),
    City(
      "El Cajon", .sanDiego, 32.7948, -116.9530, reach: (5, 6.2), price: 450, condos: 20, homes: 36,
      built: 1952...2000, codes: ["92021", "92020", "92019"]),
    City(
      "Santee", .sanDiego, 32.8484, -116.9839, reach: (3.1, 5), price: 490, condos: 26, homes: 20,
      built: 1965...2014, codes: ["92071"]),
    City(
      "Spring Valley", .sanDiego, 32.7330, -116.9900, reach: (3.8, 5), price: 460, condos: 12,
      homes: 20,
      built: 1955...1998, codes: ["91977", "91978"]),
    City(
      "Poway", .sanDiego, 32.9728, -117.0359, reach: (5, 4.4), price: 580, condos: 12, homes: 17,
      built: 1968...2004, codes: ["92064"]),
    City(
      "Rancho Bernardo", .sanDiego, 33.0230, -117.0750, reach: (3.8, 3.8), price: 570, condos: 34,
      homes: 18,
      built: 1968...2006, codes: ["92128", "92127"]),
    City(
      "Escondido", .sanDiego, 33.1292, -117.0764, reach: (7.5, 7.5), price: 460, condos: 16,
      homes: 49,
      built: 1955...2012, codes: ["92026", "92027", "92025", "92029"]),
    City(
      "San Marcos", .sanDiego, 33.1334, -117.1761, reach: (4.4, 6.2), price: 490, condos: 24,
      homes: 32,
      built: 1978...2022, codes: ["92069", "92078"]),
    City(
      "Vista", .sanDiego, 33.1950, -117.2325, reach: (5, 6.2), price: 480, condos: 17, homes: 33,
      built: 1958...2010, codes: ["92084", "92083", "92081"]),
    City(
      "Oceanside", .sanDiego, 33.2100, -117.3300, reach: (6.2, 7.5), price: 530, condos: 28,
      homes: 66,
      built: 1955...2016, codes: ["92058", "92057", "92056", "92054"]),
    City(
      "Carlsbad", .sanDiego, 33.1281, -117.2980, reach: (7.5, 6.2), price: 670, condos: 34,
      homes: 47,
      built: 1965...2018, codes: ["92008", "92010", "92011", "92009"]),
    City(
      "Encinitas", .sanDiego, 33.0470, -117.2750, reach: (6.2, 4.4), price: 860, condos: 26,
      homes: 26,
      built: 1955...2012, codes: ["92024", "92007"]),
    City(
      "Del Mar", .sanDiego, 32.9570, -117.2560, reach: (1.9, 1.9), price: 1300, condos: 34,
      homes: 3,
      built: 1950...2010, codes: ["92014"]),
    City(
      "Rancho Santa Fe", .sanDiego, 33.0200, -117.2000, reach: (4.4, 5), price: 780, condos: 6,
      homes: 4,
      built: 1950...2012, codes: ["92067"]),
    City(
      "Fallbrook", .sanDiego, 33.3764, -117.2400, reach: (5, 7.5), price: 400, condos: 6, homes: 16,
      built: 1965...2012, codes: ["92028"]),
    City(
      "Ramona", .sanDiego, 33.0420, -116.8680, reach: (3.8, 6.2), price: 390, condos: 3, homes: 11,
      built: 1968...2010, codes: ["92065"]),
    City(
      "Imperial Beach", .sanDiego, 32.5780, -117.1100, reach: (1.9, 2.5), price: 600, condos: 24,
      homes: 10,
      built: 1948...2010, codes: ["91932"]),
  ]
}
