import CPlatFuzzer
import PlatCommon
import PlatFuzzTargets

// plat-fuzz TARGET seeds DIRECTORY     writes the inputs to begin with
// plat-fuzz TARGET LIBFUZZER-OPTIONS   runs libFuzzer

/// The target that the callback runs; C passes only the bytes.
nonisolated(unsafe) var target = FuzzTarget.polygon

func fail(_ message: String) -> Never {
  print("plat-fuzz: \(message)")
  exit(2)
}

/// The program's entry point: libFuzzer's library has its own main, and SwiftPM calls the program's
/// by this name.
@c(plat_fuzz_main)
func platFuzzMain(
  _ argumentCount: Int32, _ argumentValues: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  let arguments = CommandLine.arguments
  guard arguments.count > 2, let wanted = FuzzTarget(rawValue: arguments[1]) else {
    fail("the targets are " + FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))
  }
  unsafe target = wanted
  if arguments[2] == "seeds", arguments.count == 4 {
    for (number, seed) in wanted.seeds.enumerated() {
      guard let file = unsafe fopen(arguments[3] + "/seed-\(number)", "w") else {
        fail("cannot write to \(arguments[3])")
      }
      unsafe seed.withUnsafeBytes { _ = unsafe fwrite($0.baseAddress, 1, $0.count, file) }
      unsafe fclose(file)
    }
    return 0
  }
  // The runner skips the program's name, so the target takes its place.
  var count = argumentCount - 1
  var rest: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe argumentValues + 1
  return unsafe LLVMFuzzerRunDriver(&count, &rest, runTarget)
}

/// libFuzzer calls this with each input; its library requires the name.
@c(LLVMFuzzerTestOneInput)
func runTarget(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
  unsafe target.run(Array(UnsafeBufferPointer(start: bytes, count: size)))
  return 0
}
