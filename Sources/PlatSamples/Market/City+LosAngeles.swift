extension City {
  /// Los Angeles county: the city with its better-known districts, and its neighbours.
  static let losAngeles: [City] = [
    City(
      "Los Angeles", .losAngeles, 34.0322, -118.2900, reach: (13, 14.3), price: 640, condos: 34,
      homes: 640,
      built: 1915...2015,
      codes: [
        "90027", "90026", "90028", "90039", "90019", "90015", "90018", "90008", "90062", "90047",
        "90003",
      ]),
    City(
      "Silver Lake", .losAngeles, 34.0869, -118.2702, reach: (2.6, 2.6), price: 860, condos: 14,
      homes: 18,
      built: 1915...1965, codes: ["90026", "90039"]),
    City(
      "West Los Angeles", .losAngeles, 34.0430, -118.4350, reach: (5.2, 5.2), price: 890,
      condos: 55, homes: 62,
      built: 1938...2014, codes: ["90024", "90025", "90064"]),
    City(
      "Brentwood", .losAngeles, 34.0590, -118.4850, reach: (3.9, 3.9), price: 1150, condos: 42,
      homes: 15,
      built: 1938...2016, codes: ["90049"]),
    City(
      "Hollywood Hills", .losAngeles, 34.1150, -118.3550, reach: (2.6, 5.2), price: 950, condos: 18,
      homes: 16,
      built: 1925...1998, codes: ["90068", "90046"]),
    City(
      "West Hollywood", .losAngeles, 34.0900, -118.3650, reach: (1.7, 3.2), price: 920, condos: 72,
      homes: 24,
      built: 1935...2016, codes: ["90069"]),
    City(
      "Beverly Hills", .losAngeles, 34.0780, -118.4050, reach: (3.9, 3.9), price: 1450, condos: 36,
      homes: 16,
      built: 1928...2012, codes: ["90210", "90212", "90211"]),
    City(
      "Culver City", .losAngeles, 34.0111, -118.3965, reach: (3.9, 3.9), price: 900, condos: 38,
      homes: 17,
      built: 1940...2012, codes: ["90232", "90230"]),
    City(
      "Santa Monica", .losAngeles, 34.0225, -118.4814, reach: (4.5, 5.2), price: 1080, condos: 66,
      homes: 50,
      built: 1930...2014, codes: ["90402", "90403", "90404", "90401", "90405"]),
    City(
      "Venice", .losAngeles, 33.9908, -118.4601, reach: (2.6, 2.6), price: 1250, condos: 22,
      homes: 17,
      built: 1915...2018, codes: ["90291"]),
    City(
      "Marina del Rey", .losAngeles, 33.9830, -118.4480, reach: (2.1, 2.6), price: 860, condos: 88,
      homes: 9,
      built: 1968...2012, codes: ["90292"]),
    City(
      "Malibu", .losAngeles, 34.0320, -118.7100, reach: (3.9, 18.2), price: 1250, condos: 22,
      homes: 6,
      built: 1950...2012, codes: ["90265"]),
    City(
      "Pacific Palisades", .losAngeles, 34.0480, -118.5265, reach: (3.9, 3.9), price: 1220,
      condos: 22, homes: 11,
      built: 1945...2014, codes: ["90272"]),
    City(
      "Sherman Oaks", .losAngeles, 34.1511, -118.4493, reach: (3.9, 5.2), price: 680, condos: 36,
      homes: 32,
      built: 1940...2010, codes: ["91411", "91401", "91423", "91403"]),
    City(
      "Encino", .losAngeles, 34.1592, -118.5012, reach: (3.9, 3.9), price: 690, condos: 33,
      homes: 19,
      built: 1950...2008, codes: ["91316", "91436"]),
    City(
      "Tarzana", .losAngeles, 34.1650, -118.5500, reach: (3.9, 3.9), price: 620, condos: 30,
      homes: 13,
      built: 1952...2006, codes: ["91356"]),
    City(
      "Woodland Hills", .losAngeles, 34.1683, -118.6059, reach: (5.2, 5.2), price: 590, condos: 30,
      homes: 29,
      built: 1955...2010, codes: ["91367", "91364"]),
    City(
      "Van Nuys", .losAngeles, 34.1937, -118.4490, reach: (3.9, 5.2), price: 560, condos: 24,
      homes: 48,
      built: 1945...2000, codes: ["91406", "91405", "91401"]),
    City(
      "North Hollywood", .losAngeles, 34.1822, -118.3850, reach: (5.2, 5.2), price: 600, condos: 28,
      homes: 58,
      built: 1938...2014, codes: ["91605", "91606", "91601"]),
    City(
      "Studio City", .losAngeles, 34.1430, -118.3900, reach: (2.6, 3.9), price: 800, condos: 32,
      homes: 18,
      built: 1938...2012, codes: ["91604", "91602"]),
    City(
      "Reseda", .losAngeles, 34.2011, -118.5365, reach: (3.2, 3.9), price: 540, condos: 22,
      homes: 23,
      built: 1948...1990, codes: ["91335"]),
    City(
      "Northridge", .losAngeles, 34.2383, -118.5368, reach: (5.2, 5.2), price: 560, condos: 24,
      homes: 24,
      built: 1952...2002, codes: ["91326", "91325", "91324"]),
    City(
      "Granada Hills", .losAngeles, 34.2750, -118.5050, reach: (3.9, 5.2), price: 545, condos: 8,
      homes: 18,
      built: 1950...2002, codes: ["91344"]),
    City(
      "Sylmar", .losAngeles, 34.2980, -118.4493, reach: (3.9, 5.2), price: 500, condos: 14,
      homes: 22,
      built: 1950...2010, codes: ["91342"]),
    City(
      "Canoga Park", .losAngeles, 34.2011, -118.5981, reach: (3.2, 3.9), price: 540, condos: 34,
      homes: 22,
      built: 1952...2006, codes: ["91304", "91303"]),
    City(
      "San Pedro", .losAngeles, 33.7358, -118.2980, reach: (5.2, 3.2), price: 600, condos: 34,
      homes: 31,
      built: 1922...2006, codes: ["90732", "90731"]),
    City(
      "Long Beach", .losAngeles, 33.8010, -118.1650, reach: (9.1, 7.8), price: 590, condos: 36,
      homes: 175,
      built: 1920...2006,
      codes: ["90805", "90807", "90808", "90806", "90804", "90813", "90803", "90802"]),
    City(
      "Lakewood", .losAngeles, 33.8520, -118.1200, reach: (3.9, 5.2), price: 565, condos: 5,
      homes: 27,
      built: 1948...1975, codes: ["90713", "90712"]),
    City(
      "Pasadena", .losAngeles, 34.1578, -118.1350, reach: (6.5, 7.8), price: 700, condos: 38,
      homes: 60,
      built: 1912...2010, codes: ["91104", "91103", "91107", "91101", "91106", "91105"]),
    City(
      "South Pasadena", .losAngeles, 34.1130, -118.1550, reach: (2, 2.6), price: 830, condos: 30,
      homes: 10,
      built: 1910...1990, codes: ["91030"]),
    City(
      "Altadena", .losAngeles, 34.1897, -118.1312, reach: (2.6, 5.2), price: 680, condos: 4,
      homes: 15,
      built: 1920...1985, codes: ["91001"]),
    City(
      "Glendale", .losAngeles, 34.1625, -118.2550, reach: (7.8, 6.5), price: 680, condos: 40,
      homes: 78,
      built: 1922...2008, codes: ["91208", "91207", "91201", "91206", "91204", "91205"]),
    City(
      "Burbank", .losAngeles, 34.1808, -118.3190, reach: (5.2, 5.2), price: 700, condos: 28,
      homes: 44,
      built: 1935...2000, codes: ["91504", "91505", "91506", "91502"]),
    City(
      "La Canada Flintridge", .losAngeles, 34.2050, -118.2000, reach: (3.2, 4.5), price: 850,
      condos: 6, homes: 7,
      built: 1940...1995, codes: ["91011"]),
    City(
      "Torrance", .losAngeles, 33.8358, -118.3406, reach: (6.5, 6.5), price: 680, condos: 36,
      homes: 58,
      built: 1948...2010, codes: ["90504", "90503", "90501", "90505"]),
    City(
      "Redondo Beach", .losAngeles, 33.8492, -118.3804, reach: (5.2, 3.2), price: 830, condos: 58,
      homes: 30,
      built: 1950...2016, codes: ["90278", "90277"]),
    City(
      "Manhattan Beach", .losAngeles, 33.8847, -118.4050, reach: (3.9, 2.6), price: 1300,
      condos: 22, homes: 15,
      built: 1950...2018, codes: ["90266"]),
    City(
      "Hermosa Beach", .losAngeles, 33.8640, -118.3950, reach: (2, 1.6), price: 1220, condos: 44,
      homes: 10,
      built: 1950...2018, codes: ["90254"]),
    City(
      "Rancho Palos Verdes", .losAngeles, 33.7600, -118.3650, reach: (5.2, 6.5), price: 720,
      condos: 20, homes: 16,
      built: 1958...1998, codes: ["90275"]),
    City(
      "Inglewood", .losAngeles, 33.9617, -118.3531, reach: (3.9, 5.2), price: 570, condos: 22,
      homes: 38,
      built: 1935...2005, codes: ["90302", "90301", "90303"]),
    City(
      "Hawthorne", .losAngeles, 33.9164, -118.3526, reach: (3.2, 3.9), price: 600, condos: 24,
      homes: 30,
      built: 1945...2014, codes: ["90250"]),
    City(
      "Carson", .losAngeles, 33.8314, -118.2620, reach: (5.2, 5.2), price: 520, condos: 20,
      homes: 26,
      built: 1958...2010, codes: ["90746", "90745"]),
    City(
      "Compton", .losAngeles, 33.8958, -118.2201, reach: (4.5, 5.2), price: 480, condos: 6,
      homes: 25,
      built: 1940...1990, codes: ["90222", "90220", "90221"]),
    City(
      "Downey", .losAngeles, 33.9400, -118.1326, reach: (5.2, 5.2), price: 570, condos: 16,
      homes: 35,
      built: 1945...2000, codes: ["90240", "90241", "90242"]),
    City(
      "Norwalk", .losAngeles, 33.9022, -118.0817, reach: (3.9, 3.9), price: 540, condos: 9,
      homes: 28,
      built: 1948...1985, codes: ["90650"]),
    City(
      "Whittier", .losAngeles, 33.9692, -118.0228, reach: (6.5, 7.8), price: 560, condos: 13,
      homes: 42,
      built: 1922...2000, codes: ["90601", "90602", "90603", "90605", "90604"]),
    City(
      "Alhambra", .losAngeles, 34.0853, -118.1270, reach: (3.9, 3.9), price: 640, condos: 34,
      homes: 31,
      built: 1920...2010, codes: ["91801", "91803"]),
    City(
      "Monterey Park", .losAngeles, 34.0530, -118.1290, reach: (3.2, 3.9), price: 620, condos: 24,
      homes: 21,
      built: 1940...2006, codes: ["91754", "91755"]),
    City(
      "Arcadia", .losAngeles, 34.1297, -118.0353, reach: (4.5, 4.5), price: 720, condos: 30,
      homes: 21,
      built: 1940...2016, codes: ["91006", "91007"]),
    City(
      "El Monte", .losAngeles, 34.0686, -118.0276, reach: (3.9, 3.9), price: 540, condos: 20,
      homes: 30,
      built: 1945...2012, codes: ["91732", "91731"]),
    City(
      "West Covina", .losAngeles, 34.0586, -117.9200, reach: (4.5, 5.9), price: 530, condos: 18,
      homes: 33,
      built: 1950...2005, codes: ["91790", "91791", "91792"]),
    City(
      "Diamond Bar", .losAngeles, 34.0186, -117.8103, reach: (5.2, 3.9), price: 560, condos: 26,
      homes: 18,
      built: 1968...2000, codes: ["91765"]),
    City(
      "Glendora", .losAngeles, 34.1310, -117.8553, reach: (3.9, 4.5), price: 540, condos: 14,
      homes: 18,
      built: 1950...2010, codes: ["91741", "91740"]),
    City(
      "Pomona", .losAngeles, 34.0553, -117.7523, reach: (5.2, 6.5), price: 470, condos: 13,
      homes: 41,
      built: 1915...2006, codes: ["91767", "91768", "91766"]),
    City(
      "Claremont", .losAngeles, 34.1080, -117.7198, reach: (4.5, 3.2), price: 590, condos: 16,
      homes: 12,
      built: 1920...2006, codes: ["91711"]),
    City(
      "Santa Clarita", .losAngeles, 34.4117, -118.5100, reach: (6.5, 11.7), price: 430, condos: 32,
      homes: 78,
      built: 1968...2018, codes: ["91390", "91350", "91351", "91354", "91355", "91321"]),
    City(
      "Stevenson Ranch", .losAngeles, 34.3900, -118.5800, reach: (3.2, 3.2), price: 440, condos: 26,
      homes: 7,
      built: 1988...2014, codes: ["91381"]),
    City(
      "Palmdale", .losAngeles, 34.5794, -118.1165, reach: (6.5, 10.4), price: 280, condos: 3,
      homes: 47,
      built: 1982...2014, codes: ["93551", "93550", "93552"]),
    City(
      "Lancaster", .losAngeles, 34.6880, -118.1567, reach: (6.5, 10.4), price: 265, condos: 3,
      homes: 52,
      built: 1975...2014, codes: ["93536", "93534", "93535"]),
  ]
}
