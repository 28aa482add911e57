internal import PlatListings

/// The public members of a photo, a document, an open house, a video or a tour.
///
/// Names are compared folded. Only plain values are shown: an object or a list inside a part stays
/// hidden.
struct PartMembers: Sendable {
  /// The public members.
  let names: FoldedNames
  /// The public members of a listing whose address is hidden.
  let withoutAddress: FoldedNames

  private init(_ names: String, withoutAddress: String = "") {
    self.names = FoldedNames(names.split(separator: " ").map(String.init))
    self.withoutAddress = FoldedNames(withoutAddress.split(separator: " ").map(String.init))
  }

  /// The members of a field that holds parts; nil for other fields.
  static func of(_ field: Field) -> PartMembers? {
    switch field {
    case .photos: photos
    case .documents: documents
    case .openHouses: openHouses
    case .videos: videos
    case .virtualTours: tours
    default: nil
    }
  }

  private static let sizes =
    "uriThumb uri300 uri640 uri800 uri1024 uri1280 uri1600 uri2048 uriLarge"
  private static let form =
    "type mediaType mimeType format width height imageWidth imageHeight imageOf size order"

  private static let photos = PartMembers(
    "photoId \(sizes) primary caption mediaCategory modificationTimestamp \(form)",
    withoutAddress: "photoId \(sizes) primary mediaCategory modificationTimestamp \(form)")
  private static let link =
    "id mediaKey name title caption description shortDescription uri url mediaUrl mediaCategory"
  private static let documents = PartMembers(
    """
    \(link) documentId documentName documentUrl documentType category date \
    modificationTimestamp \(form)
    """
  )
  private static let videos = PartMembers("\(link) videoId videoUrl duration \(form)")
  private static let tours = PartMembers("\(link) tourId tourUrl virtualTourUrl \(form)")
  private static let times =
    """
    id openHouseId openHouseKey date openHouseDate start end startTime endTime \
    openHouseStartTime openHouseEndTime startDate endDate startTimestamp endTimestamp status \
    openHouseStatus type openHouseType openHouseAttendedBy refreshments appointmentRequiredYN \
    appointmentRequired livestream isLivestream virtual isVirtual order modificationTimestamp
    """
  private static let openHouses = PartMembers(
    "\(times) url livestreamUrl livestreamOpenHouseUrl virtualOpenHouseUrl", withoutAddress: times)
}
