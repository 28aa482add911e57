extension City {
  /// Orange county.
  static let orange: [City] = [
    City(
      "Anaheim", .orange, 33.8353, -117.8900, reach: (5.2, 13), price: 530, condos: 28, homes: 108,
      built: 1952...2014, codes: ["92801", "92807", "92806", "92805", "92802", "92804"]),
    City(
      "Anaheim Hills", .orange, 33.8430, -117.7500, reach: (3.2, 5.9), price: 560, condos: 34,
      homes: 16,
      built: 1975...2004, codes: ["92807", "92808"]),
    City(
      "Irvine", .orange, 33.6845, -117.7950, reach: (9.1, 10.4), price: 690, condos: 56, homes: 118,
      built: 1970...2023,
      codes: ["92602", "92620", "92618", "92606", "92604", "92614", "92612", "92603"]),
    City(
      "Santa Ana", .orange, 33.7456, -117.8678, reach: (6.5, 6.5), price: 520, condos: 28,
      homes: 80,
      built: 1920...2012, codes: ["92706", "92701", "92703", "92705", "92704", "92707"]),
    City(
      "Tustin", .orange, 33.7359, -117.8100, reach: (5.2, 3.9), price: 590, condos: 42, homes: 29,
      built: 1958...2014, codes: ["92780", "92782"]),
    City(
      "Orange", .orange, 33.7950, -117.8450, reach: (5.2, 6.5), price: 570, condos: 20, homes: 47,
      built: 1950...2006, codes: ["92865", "92867", "92866", "92868", "92869"]),
    City(
      "Fullerton", .orange, 33.8803, -117.9253, reach: (5.2, 7.8), price: 560, condos: 22,
      homes: 50,
      built: 1920...2010, codes: ["92835", "92831", "92833", "92832"]),
    City(
      "Placentia", .orange, 33.8722, -117.8550, reach: (3.2, 3.9), price: 550, condos: 26,
      homes: 18,
      built: 1962...2008, codes: ["92870"]),
    City(
      "Yorba Linda", .orange, 33.8886, -117.7900, reach: (3.9, 6.5), price: 570, condos: 17,
      homes: 24,
      built: 1968...2014, codes: ["92886", "92887"]),
    City(
      "Brea", .orange, 33.9220, -117.8900, reach: (3.2, 5.2), price: 560, condos: 24, homes: 16,
      built: 1955...2014, codes: ["92821", "92823"]),
    City(
      "Garden Grove", .orange, 33.7739, -117.9600, reach: (3.9, 7.8), price: 530, condos: 18,
      homes: 49,
      built: 1950...1995, codes: ["92841", "92840", "92844", "92843"]),
    City(
      "Westminster", .orange, 33.7560, -117.9967, reach: (3.9, 4.5), price: 560, condos: 18,
      homes: 28,
      built: 1955...2000, codes: ["92683"]),
    City(
      "Huntington Beach", .orange, 33.6950, -117.9992, reach: (7.8, 6.5), price: 680, condos: 34,
      homes: 82,
      built: 1958...2012, codes: ["92649", "92647", "92648", "92646"]),
    City(
      "Fountain Valley", .orange, 33.7092, -117.9537, reach: (3.9, 3.9), price: 620, condos: 18,
      homes: 19,
      built: 1962...1990, codes: ["92708"]),
    City(
      "Costa Mesa", .orange, 33.6611, -117.9087, reach: (5.2, 5.2), price: 690, condos: 34,
      homes: 43,
      built: 1950...2014, codes: ["92626", "92627"]),
    City(
      "Newport Beach", .orange, 33.6250, -117.8800, reach: (6.5, 7.8), price: 1120, condos: 44,
      homes: 42,
      built: 1948...2016, codes: ["92660", "92663", "92661", "92662", "92625", "92657"]),
    City(
      "Laguna Beach", .orange, 33.5450, -117.7700, reach: (5.2, 3.9), price: 1250, condos: 20,
      homes: 12,
      built: 1925...2006, codes: ["92651"]),
    City(
      "Lake Forest", .orange, 33.6550, -117.6760, reach: (6.5, 5.2), price: 540, condos: 36,
      homes: 29,
      built: 1970...2018, codes: ["92610", "92630"]),
    City(
      "Mission Viejo", .orange, 33.6100, -117.6560, reach: (6.5, 5.2), price: 545, condos: 24,
      homes: 35,
      built: 1968...2004, codes: ["92692", "92691"]),
    City(
      "Rancho Santa Margarita", .orange, 33.6409, -117.6000, reach: (3.9, 3.9), price: 540,
      condos: 42, homes: 18,
      built: 1986...2006, codes: ["92688"]),
    City(
      "Aliso Viejo", .orange, 33.5680, -117.7271, reach: (3.9, 3.2), price: 590, condos: 62,
      homes: 20,
      built: 1986...2014, codes: ["92656"]),
    City(
      "Laguna Niguel", .orange, 33.5270, -117.7020, reach: (5.2, 3.9), price: 640, condos: 40,
      homes: 27,
      built: 1975...2004, codes: ["92677"]),
    City(
      "San Juan Capistrano", .orange, 33.5017, -117.6500, reach: (3.9, 3.9), price: 650, condos: 34,
      homes: 12,
      built: 1965...2010, codes: ["92675"]),
    City(
      "Dana Point", .orange, 33.4720, -117.6950, reach: (3.2, 3.9), price: 820, condos: 42,
      homes: 15,
      built: 1960...2006, codes: ["92629"]),
    City(
      "San Clemente", .orange, 33.4370, -117.6080, reach: (5.2, 5.9), price: 760, condos: 34,
      homes: 27,
      built: 1955...2018, codes: ["92673", "92672"]),
  ]
}
