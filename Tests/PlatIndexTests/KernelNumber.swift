import PlatKernels

/// A width of columns, and its kernels.
protocol KernelNumber: FixedWidthInteger & UnsignedInteger {
  typealias ValuePointer = UnsafePointer<Self>
  typealias BlockPointer = UnsafePointer<UInt32>
  typealias WordPointer = UnsafeMutablePointer<UInt64>

  static var ranges:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int, ValuePointer?,
      ValuePointer?, Int
    )
      -> Int
  { get }
  static var bitmap:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int,
      UnsafePointer<UInt64>?, Int, Self,
      Self
    ) -> Int
  { get }
  static var zones:
    (
      ValuePointer?, ValuePointer?, UInt32, ValuePointer?, ValuePointer?, Int,
      UnsafeMutablePointer<UInt32>?
    ) -> Int
  {
    get
  }
  static var gather:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, WordPointer?) -> Int
  { get }
  static var tally:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, UnsafeMutablePointer<UInt32>?, Int)
      -> Void
  { get }
  static var zoneBuild:
    (ValuePointer?, Int, UnsafeMutablePointer<Self>?, UnsafeMutablePointer<Self>?) -> Void
  { get }
  static var topk:
    (
      UnsafeMutablePointer<plat_topk>?, ValuePointer?, ValuePointer?, ValuePointer?,
      UnsafePointer<UInt32>?,
      BlockPointer?,
      UnsafePointer<UInt64>?, Int, Int32
    ) -> Int
  { get }
}

extension UInt8: KernelNumber {
  static var ranges:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int, ValuePointer?,
      ValuePointer?, Int
    )
      -> Int
  {
    { unsafe plat_ranges_u8($0, $1, $2, $3, $4, $5, $6, $7, $8) }
  }
  static var bitmap:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int,
      UnsafePointer<UInt64>?, Int, Self,
      Self
    ) -> Int
  {
    { unsafe plat_bitmap_u8($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }
  }
  static var zones:
    (
      ValuePointer?, ValuePointer?, UInt32, ValuePointer?, ValuePointer?, Int,
      UnsafeMutablePointer<UInt32>?
    ) -> Int
  {
    { unsafe plat_zones_u8($0, $1, $2, $3, $4, $5, $6) }
  }
  static var gather:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, WordPointer?) -> Int
  {
    { unsafe plat_gather_u8($0, $1, $2, $3, $4) }
  }
  static var tally:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, UnsafeMutablePointer<UInt32>?, Int)
      -> Void
  {
    { unsafe plat_tally_u8($0, $1, $2, $3, $4, $5) }
  }
  static var zoneBuild:
    (ValuePointer?, Int, UnsafeMutablePointer<Self>?, UnsafeMutablePointer<Self>?) -> Void
  {
    { unsafe plat_zone_build_u8($0, $1, $2, $3) }
  }
  static var topk:
    (
      UnsafeMutablePointer<plat_topk>?, ValuePointer?, ValuePointer?, ValuePointer?,
      UnsafePointer<UInt32>?,
      BlockPointer?,
      UnsafePointer<UInt64>?, Int, Int32
    ) -> Int
  {
    { unsafe plat_topk_u8($0, $1, $2, $3, $4, $5, $6, $7, $8) }
  }
}

extension UInt16: KernelNumber {
  static var ranges:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int, ValuePointer?,
      ValuePointer?, Int
    )
      -> Int
  {
    { unsafe plat_ranges_u16($0, $1, $2, $3, $4, $5, $6, $7, $8) }
  }
  static var bitmap:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int,
      UnsafePointer<UInt64>?, Int, Self,
      Self
    ) -> Int
  {
    { unsafe plat_bitmap_u16($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }
  }
  static var zones:
    (
      ValuePointer?, ValuePointer?, UInt32, ValuePointer?, ValuePointer?, Int,
      UnsafeMutablePointer<UInt32>?
    ) -> Int
  {
    { unsafe plat_zones_u16($0, $1, $2, $3, $4, $5, $6) }
  }
  static var gather:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, WordPointer?) -> Int
  {
    { unsafe plat_gather_u16($0, $1, $2, $3, $4) }
  }
  static var tally:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, UnsafeMutablePointer<UInt32>?, Int)
      -> Void
  {
    { unsafe plat_tally_u16($0, $1, $2, $3, $4, $5) }
  }
  static var zoneBuild:
    (ValuePointer?, Int, UnsafeMutablePointer<Self>?, UnsafeMutablePointer<Self>?) -> Void
  {
    { unsafe plat_zone_build_u16($0, $1, $2, $3) }
  }
  static var topk:
    (
      UnsafeMutablePointer<plat_topk>?, ValuePointer?, ValuePointer?, ValuePointer?,
      UnsafePointer<UInt32>?,
      BlockPointer?,
      UnsafePointer<UInt64>?, Int, Int32
    ) -> Int
  {
    { unsafe plat_topk_u16($0, $1, $2, $3, $4, $5, $6, $7, $8) }
  }
}

extension UInt32: KernelNumber {
  static var ranges:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int, ValuePointer?,
      ValuePointer?, Int
    )
      -> Int
  {
    { unsafe plat_ranges_u32($0, $1, $2, $3, $4, $5, $6, $7, $8) }
  }
  static var bitmap:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int,
      UnsafePointer<UInt64>?, Int, Self,
      Self
    ) -> Int
  {
    { unsafe plat_bitmap_u32($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }
  }
  static var zones:
    (
      ValuePointer?, ValuePointer?, UInt32, ValuePointer?, ValuePointer?, Int,
      UnsafeMutablePointer<UInt32>?
    ) -> Int
  {
    { unsafe plat_zones_u32($0, $1, $2, $3, $4, $5, $6) }
  }
  static var gather:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, WordPointer?) -> Int
  {
    { unsafe plat_gather_u32($0, $1, $2, $3, $4) }
  }
  static var tally:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, UnsafeMutablePointer<UInt32>?, Int)
      -> Void
  {
    { unsafe plat_tally_u32($0, $1, $2, $3, $4, $5) }
  }
  static var zoneBuild:
    (ValuePointer?, Int, UnsafeMutablePointer<Self>?, UnsafeMutablePointer<Self>?) -> Void
  {
    { unsafe plat_zone_build_u32($0, $1, $2, $3) }
  }
  static var topk:
    (
      UnsafeMutablePointer<plat_topk>?, ValuePointer?, ValuePointer?, ValuePointer?,
      UnsafePointer<UInt32>?,
      BlockPointer?,
      UnsafePointer<UInt64>?, Int, Int32
    ) -> Int
  {
    { unsafe plat_topk_u32($0, $1, $2, $3, $4, $5, $6, $7, $8) }
  }
}

extension UInt64: KernelNumber {
  static var ranges:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int, ValuePointer?,
      ValuePointer?, Int
    )
      -> Int
  {
    { unsafe plat_ranges_u64($0, $1, $2, $3, $4, $5, $6, $7, $8) }
  }
  static var bitmap:
    (
      ValuePointer?, ValuePointer?, ValuePointer?, BlockPointer?, WordPointer?, Int,
      UnsafePointer<UInt64>?, Int, Self,
      Self
    ) -> Int
  {
    { unsafe plat_bitmap_u64($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }
  }
  static var zones:
    (
      ValuePointer?, ValuePointer?, UInt32, ValuePointer?, ValuePointer?, Int,
      UnsafeMutablePointer<UInt32>?
    ) -> Int
  {
    { unsafe plat_zones_u64($0, $1, $2, $3, $4, $5, $6) }
  }
  static var gather:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, WordPointer?) -> Int
  {
    { unsafe plat_gather_u64($0, $1, $2, $3, $4) }
  }
  static var tally:
    (ValuePointer?, BlockPointer?, UnsafePointer<UInt64>?, Int, UnsafeMutablePointer<UInt32>?, Int)
      -> Void
  {
    { unsafe plat_tally_u64($0, $1, $2, $3, $4, $5) }
  }
  static var zoneBuild:
    (ValuePointer?, Int, UnsafeMutablePointer<Self>?, UnsafeMutablePointer<Self>?) -> Void
  {
    { unsafe plat_zone_build_u64($0, $1, $2, $3) }
  }
  static var topk:
    (
      UnsafeMutablePointer<plat_topk>?, ValuePointer?, ValuePointer?, ValuePointer?,
      UnsafePointer<UInt32>?,
      BlockPointer?,
      UnsafePointer<UInt64>?, Int, Int32
    ) -> Int
  {
    { unsafe plat_topk_u64($0, $1, $2, $3, $4, $5, $6, $7, $8) }
  }
}
