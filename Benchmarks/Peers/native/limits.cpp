// The limits of this machine, to compare the engines with: limits FILE prints one JSON object.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

namespace {

std::uint64_t sink = 0;

double least(int times, auto &&work) {
  double best = 1e9;
  for (int time = 0; time < times; time++) {
    const auto began = std::chrono::steady_clock::now();
    work();
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  }
  return best;
}

std::uint64_t total(const std::uint64_t *numbers, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t place = 0; place < count; place++) sum += numbers[place];
  return sum;
}

}  // namespace

int main(int count, char **words) {
  // Much larger than the caches.
  const std::vector<std::uint64_t> numbers((std::size_t{256} << 20) / 8, 3);
  const double gigabytes = numbers.size() * 8 / 1e9;
  const double one = least(9, [&] { sink += total(numbers.data(), numbers.size()); });
  const double two = least(9, [&] {
    std::uint64_t sums[2];
    const std::size_t half = numbers.size() / 2;
    std::thread other([&] { sums[1] = total(numbers.data() + half, half); });
    sums[0] = total(numbers.data(), half);
    other.join();
    sink += sums[0] + sums[1];
  });
  constexpr int calls = 1'000'000;
  const double clock = least(5, [&] {
    for (int call = 0; call < calls; call++)
      sink += std::chrono::steady_clock::now().time_since_epoch().count();
  });
  double reading = 0, touching = 0, cold = 0;
  std::size_t size = 0;
  const int file = count > 1 ? open(words[1], O_RDONLY | O_CLOEXEC) : -1;
  struct stat facts {};
  if (file >= 0 && fstat(file, &facts) == 0 && facts.st_size > 0) {
    size = facts.st_size;
    std::vector<char> block(1 << 20);
    reading = least(5, [&] {
      lseek(file, 0, SEEK_SET);
      for (ssize_t got; (got = read(file, block.data(), block.size())) > 0;) sink += block[got - 1];
    });
    // Unmapped pages leave the page cache on request.
    cold = 1e9;
    for (int time = 0; time < 3; time++) {
      fdatasync(file);
      posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
      cold = std::min(cold, least(1, [&] {
                        lseek(file, 0, SEEK_SET);
                        for (ssize_t got; (got = read(file, block.data(), block.size())) > 0;)
                          sink += block[got - 1];
                      }));
    }
    // Mapped again each time; reads one byte of each page.
    touching = least(5, [&] {
      void *const map = mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
      if (map == MAP_FAILED) return;
      for (std::size_t at = 0; at < size; at += 4096)
        sink += static_cast<const volatile char *>(map)[at];
      munmap(map, size);
    });
    close(file);
  }
  std::printf(
      "{\"memoryGBs\":%.3f,\"memoryTwoThreadsGBs\":%.3f,\"clockNs\":%.2f,\"fileBytes\":%zu,"
      "\"fileReadMs\":%.4f,"
      "\"fileColdMs\":%.4f,\"fileTouchMs\":%.4f,\"sink\":%llu}\n",
      gigabytes / one, gigabytes / two, clock * 1e9 / calls, size, reading * 1e3, cold * 1e3,
      touching * 1e3, static_cast<unsigned long long>(sink % 10));
}
