import PlatHTTP

// Answers 2 KB from memory, like the other programs in this folder: http-hello PORT.

var options = HTTPServerOptions()
options.port = CommandLine.arguments.dropFirst().first.flatMap { UInt16($0) } ?? 0
options.loops = 2

let answer = HTTPBody(capacity: 2048) { output in
  while output.freeCapacity > 0 { output.append(UInt8(ascii: "x")) }
}
let server = HTTPServer(options: options) { _, response in
  response.addField("Content-Type", "application/json")
  response.shared = answer
}
do {
  print("http://127.0.0.1:\(try server.start())/")
  _ = readLine()
} catch {
  print(error)
}
server.stop(drainSeconds: 1)
