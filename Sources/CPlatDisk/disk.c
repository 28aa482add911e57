#define _GNU_SOURCE
#include "disk.h"

#include <errno.h>
#include <fcntl.h>

#ifdef SYNC_FILE_RANGE_WRITE
static int32_t synchronise(int32_t descriptor, int64_t place, int64_t count, unsigned how) {
  if (sync_file_range(descriptor, place, count, how) == 0) return 0;
  // A file system that cannot do it leaves all to fsync.
  return errno == ENOSYS || errno == EINVAL || errno == ESPIPE ? 0 : errno;
}

int32_t plat_disk_begin(int32_t descriptor, int64_t place, int64_t count) {
  return synchronise(descriptor, place, count, SYNC_FILE_RANGE_WRITE);
}

int32_t plat_disk_wait(int32_t descriptor, int64_t place, int64_t count) {
  return synchronise(
      descriptor, place, count,
      SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
}
#else
int32_t plat_disk_begin(int32_t descriptor, int64_t place, int64_t count) {
  return (void)descriptor, (void)place, (void)count, 0;
}

int32_t plat_disk_wait(int32_t descriptor, int64_t place, int64_t count) {
  return (void)descriptor, (void)place, (void)count, 0;
}
#endif
