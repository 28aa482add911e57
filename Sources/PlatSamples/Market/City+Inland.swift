extension City {
  /// The Inland Empire: western Riverside and San Bernardino counties, with the mountain resorts.
  static let inland: [City] = [
    City(
      "Banning", .inlandEmpire, 33.9256, -116.8764, reach: (3.4, 5.8), price: 225, condos: 8,
      homes: 12,
      built: 1955...2010, codes: ["92220"]),
    City(
      "Beaumont", .inlandEmpire, 33.9295, -116.9773, reach: (4.6, 4.6), price: 240, condos: 4,
      homes: 18,
      built: 1990...2023, codes: ["92223"]),
    City(
      "Hemet", .inlandEmpire, 33.7376, -116.9730, reach: (5.8, 8), price: 215, condos: 10,
      homes: 34,
      built: 1965...2012, codes: ["92544", "92543", "92545"]),
    City(
      "San Jacinto", .inlandEmpire, 33.7900, -116.9690, reach: (3.4, 4.6), price: 215, condos: 3,
      homes: 15,
      built: 1975...2018, codes: ["92582", "92583"]),
    City(
      "Riverside", .inlandEmpire, 33.9434, -117.3962, reach: (10.3, 11.5), price: 330, condos: 13,
      homes: 102,
      built: 1948...2012, codes: ["92507", "92501", "92506", "92503", "92508", "92504"]),
    City(
      "Moreno Valley", .inlandEmpire, 33.9275, -117.2206, reach: (5.8, 9.2), price: 285, condos: 5,
      homes: 56,
      built: 1980...2010, codes: ["92557", "92553", "92551", "92555"]),
    City(
      "Corona", .inlandEmpire, 33.8653, -117.5664, reach: (6.9, 8), price: 355, condos: 12,
      homes: 50,
      built: 1975...2016, codes: ["92878", "92880", "92882", "92879", "92883"]),
    City(
      "Eastvale", .inlandEmpire, 33.9636, -117.5642, reach: (3.4, 4.6), price: 375, condos: 6,
      homes: 17,
      built: 1998...2016, codes: ["92880"]),
    City(
      "Jurupa Valley", .inlandEmpire, 34.0010, -117.4700, reach: (4.6, 8), price: 330, condos: 4,
      homes: 27,
      built: 1955...2016, codes: ["92509", "91752"]),
    City(
      "Perris", .inlandEmpire, 33.7900, -117.2250, reach: (5.8, 5.8), price: 270, condos: 3,
      homes: 22,
      built: 1980...2020, codes: ["92571", "92570"]),
    City(
      "Menifee", .inlandEmpire, 33.6960, -117.1850, reach: (8, 6.9), price: 275, condos: 6,
      homes: 37,
      built: 1988...2023, codes: ["92585", "92586", "92584"]),
    City(
      "Murrieta", .inlandEmpire, 33.5600, -117.2100, reach: (6.9, 6.9), price: 300, condos: 10,
      homes: 38,
      built: 1988...2016, codes: ["92563", "92562"]),
    City(
      "Temecula", .inlandEmpire, 33.4936, -117.1300, reach: (6.9, 8), price: 330, condos: 11,
      homes: 36,
      built: 1985...2014, codes: ["92591", "92592", "92590"]),
    City(
      "Lake Elsinore", .inlandEmpire, 33.6881, -117.3300, reach: (5.8, 5.8), price: 285, condos: 7,
      homes: 21,
      built: 1978...2021, codes: ["92530", "92532"]),
    City(
      "San Bernardino", .inlandEmpire, 34.1283, -117.2898, reach: (6.9, 10.3), price: 290,
      condos: 9, homes: 62,
      built: 1940...2000, codes: ["92407", "92404", "92405", "92411", "92410", "92408"]),
    City(
      "Redlands", .inlandEmpire, 34.0456, -117.1825, reach: (4.6, 6.9), price: 350, condos: 14,
      homes: 27,
      built: 1925...2008, codes: ["92374", "92373"]),
    City(
      "Highland", .inlandEmpire, 34.1200, -117.1960, reach: (3.4, 4.6), price: 300, condos: 5,
      homes: 16,
      built: 1965...2008, codes: ["92346"]),
    City(
      "Yucaipa", .inlandEmpire, 34.0336, -117.0431, reach: (4.6, 5.8), price: 310, condos: 6,
      homes: 19,
      built: 1965...2014, codes: ["92399"]),
    City(
      "Fontana", .inlandEmpire, 34.1060, -117.4480, reach: (10.3, 6.9), price: 335, condos: 8,
      homes: 57,
      built: 1955...2020, codes: ["92336", "92335", "92337"]),
    City(
      "Rialto", .inlandEmpire, 34.1150, -117.3780, reach: (8, 3.4), price: 315, condos: 4,
      homes: 27,
      built: 1958...2016, codes: ["92377", "92376"]),
    City(
      "Ontario", .inlandEmpire, 34.0433, -117.6208, reach: (6.9, 6.9), price: 350, condos: 16,
      homes: 52,
      built: 1950...2023, codes: ["91764", "91762", "91761"]),
    City(
      "Rancho Cucamonga", .inlandEmpire, 34.1264, -117.5631, reach: (5.8, 8), price: 385,
      condos: 22, homes: 60,
      built: 1975...2016, codes: ["91737", "91701", "91739", "91730"]),
    City(
      "Upland", .inlandEmpire, 34.1150, -117.6484, reach: (5.8, 4.6), price: 385, condos: 22,
      homes: 27,
      built: 1950...2008, codes: ["91784", "91786"]),
    City(
      "Chino", .inlandEmpire, 34.0022, -117.6789, reach: (4.6, 4.6), price: 370, condos: 13,
      homes: 26,
      built: 1965...2020, codes: ["91710", "91708"]),
    City(
      "Chino Hills", .inlandEmpire, 33.9850, -117.7400, reach: (5.8, 4.6), price: 425, condos: 16,
      homes: 25,
      built: 1980...2012, codes: ["91709"]),
    City(
      "Victorville", .inlandEmpire, 34.5061, -117.3300, reach: (6.9, 8), price: 225, condos: 3,
      homes: 38,
      built: 1980...2016, codes: ["92394", "92392", "92395"]),
    City(
      "Apple Valley", .inlandEmpire, 34.5158, -117.2100, reach: (6.9, 6.9), price: 230, condos: 4,
      homes: 27,
      built: 1970...2012, codes: ["92307", "92308"]),
    City(
      "Hesperia", .inlandEmpire, 34.4150, -117.3100, reach: (6.9, 8), price: 235, condos: 1,
      homes: 30,
      built: 1978...2012, codes: ["92345", "92344"]),
    City(
      "Big Bear Lake", .mountains, 34.2360, -116.9110, reach: (2.3, 6.9), price: 430, condos: 9,
      homes: 10,
      built: 1950...2006, codes: ["92315"], areas: [Extent(34.226, 34.243, -116.962, -116.862)]),
    City(
      "Big Bear City", .mountains, 34.2600, -116.8400, reach: (2.3, 4.6), price: 330, condos: 2,
      homes: 10,
      built: 1955...2008, codes: ["92314"], areas: [Extent(34.248, 34.276, -116.872, -116.796)]),
    City(
      "Lake Arrowhead", .mountains, 34.2540, -117.1890, reach: (2.9, 3.4), price: 340, condos: 7,
      homes: 9,
      built: 1955...2004, codes: ["92352"]),
  ]
}
