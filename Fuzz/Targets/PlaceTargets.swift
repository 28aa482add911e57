import Plat
import PlatPlaces

/// An index of synthetic listings, whose places and streets are searched.
private let listings: ListingsDatabase = {
  do {
    return ListingsDatabase(try open(BaseIndex.bytes(of: 3)))
  } catch {
    fatalError("the base cannot be opened: \(error)")
  }
}()

/// Looks a text up.
func runLocation(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  do throws(PlaceTextError) {
    let answer = try listings.match(location: text)
    var last = 1.0
    for match in answer.matches {
      precondition(
        match.confidence >= 0 && match.confidence <= last + 1e-9, "confidences fall from 1 to 0")
      last = match.confidence
    }
  } catch {
    _ = error.description
  }
  _ = listings.gazetteer.addressReadings(text)
}

/// Reads a file of place data.
func runPlaces(_ bytes: [UInt8]) {
  var options = PlaceImport.Options()
  if bytes.count % 3 == 0 {
    options.defaults = [("city", "Indio"), ("state", "CA"), ("name", "A")]
  }
  _ = try? PlaceImport.check([.bytes(bytes, name: "places")], options: options)
}

extension Seeds {
  /// Texts about places.
  static let locations: [[UInt8]] = [
    "near downtown palm sprngs", "123 N Main St Apt 4, Palm Springs CA 92262-1234",
    "PGA West in La Quinta", "92262",
    "the valley", "L.A.", "5th ave #4", "1/2", "#", "\u{1F3E0} Indio", "Coeur d'Alene, ID, USA",
    "12345678901234567890",
    "st st st st st", ",,,,", "Ca\u{303}non City",
  ].map { Array($0.utf8) }

  /// Files of place data.
  static let places: [[UInt8]] = [
    """
    geonameid,name,state,latitude,longitude,population,alternatenames\n1,Indio,CA,33.7,-116.2,\
    89469,A|B\n2,Indio,CA,1,1,5,
    """,
    """
    name,kind,rating,lat,lon,city\nPalm High,High,7,33.8,-116.5,Palm Springs\n"x""y",Elementary,z,\
    91,,Indio\n
    """,
    "subdivision,city,fee,amenities\nPGA West,La Quinta,\"$1,275\",golf|pool\n",
    "url,caption,city\nhttps://a/b.jpg,c,Indio\n",
    """
    {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"NAME":"Indio",\
    "STATEFP":"06","LSAD":"25","population":1e9,"a":[1],"b":{}},"geometry":{"type":"Polygon",\
    "coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}
    """,
    """
    {"type":"Feature","properties":{"name":"P","cities":["A","B"]},"geometry":{"type":"Point",\
    "coordinates":[0,0]}}
    """,
  ].map { Array($0.utf8) }
}
